"""Why an effect is what it is: in sentences, tables, a figure and diaries; on a page and in a terminal."""
