"""Installs livesim from this folder, without network: python3 install.py / 从本文件夹离线安装 livesim。"""

from __future__ import annotations

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = os.path.join(HERE, ".venv", "Scripts" if os.name == "nt" else "bin")
PYTHONS = ((3, 11), (3, 14))


def main() -> int:
    """0 when livesim is installed in .venv beside this file; else what to do was printed."""
    if not PYTHONS[0] <= sys.version_info[:2] < PYTHONS[1]:
        print("livesim needs Python 3.11, 3.12 or 3.13; this is " + sys.version.split()[0])
        print("livesim 需要 Python 3.11、3.12 或 3.13。")
        return 1
    if subprocess.call([sys.executable, "-m", "venv", os.path.join(HERE, ".venv")]):
        print("no environment could be made; on Debian and Ubuntu: sudo apt install python3-venv")
        print("无法创建虚拟环境；Debian、Ubuntu 请先执行：sudo apt install python3-venv")
        return 1
    wheels = os.path.join(HERE, "wheels")
    pip = [os.path.join(PROGRAMS, "python"), "-m", "pip", "--disable-pip-version-check", "install", "--no-index"]
    if subprocess.call([*pip, "--find-links", wheels, "-r", os.path.join(wheels, "requirements.txt")]):
        print("a package is missing for this computer; README.md says which ones / 缺少适合本机的安装包，见 README.md")
        return 1
    print("\nlivesim is installed. Now type / 安装完成，接着输入：\n")
    print("    " + os.path.join(PROGRAMS, "livesim") + " workshop start 1")
    return 0


if __name__ == "__main__":
    sys.exit(main())
