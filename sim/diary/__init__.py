"""One user's days in two worlds, side by side: what differed, when and why."""

from sim.diary.living import Day, Diary, write_diaries, write_diary

__all__ = ["Day", "Diary", "write_diaries", "write_diary"]
