import subprocess
import sys
import threading
import time

import pytest

from config.write_queue import QueueTimeout, WriteQueue, queue_before

HOLD = """
import sys
from config.write_queue import WriteQueue
turn = WriteQueue(sys.argv[1]).enter(10)
print("writes", flush=True)
sys.stdin.read(1)
"""
LONGEST = 10


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "desk.sqlite3-queue")


def holding(path):
    """Start a process that has its turn, and keeps it until it is spoken to or killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "writes\n"
    return process


def in_line(queue, name, granted):
    """Start a thread that waits for its turn; returns once it stands in the queue."""
    before = len(queue._waiting)

    def write():
        turn = queue.enter(LONGEST)
        granted.append(name)
        queue.leave(turn)

    thread = threading.Thread(target=write)
    thread.start()
    while len(queue._waiting) == before:
        time.sleep(0.001)
    return thread


def test_the_order_of_turns_is_the_order_of_coming(path):
    queue, granted = WriteQueue(path), []
    turn = queue.enter(LONGEST)
    threads = [in_line(queue, number, granted) for number in range(16)]

    queue.leave(turn)
    for thread in threads:
        thread.join()
    assert granted == [*range(16)]


def test_the_order_holds_among_processes(path):
    """Each stands for a process: a queue of its own before the same file."""
    queues, granted = [WriteQueue(path) for _ in range(4)], []
    first = WriteQueue(path)
    turn = first.enter(LONGEST)
    threads = []
    for number in range(12):
        queue = queues[number * 7 % 4]
        drawn = last_number(path)

        def write(queue=queue, number=number):
            mine = queue.enter(LONGEST)
            granted.append(number)
            time.sleep(0.002)
            queue.leave(mine)

        threads.append(threading.Thread(target=write))
        threads[-1].start()
        while last_number(path) == drawn:
            time.sleep(0.001)
    # One alone may write, of all processes.
    assert granted == []

    first.leave(turn)
    for thread in threads:
        thread.join()
    assert granted == [*range(12)]


def last_number(path):
    with open(path, "rb") as file:
        return file.read(8)


def assert_awaited_until_left(queue, turn, thread):
    """Whether a turn is awaited while a thread waits for it, and the next turn is not."""
    assert queue.is_awaited(turn)
    queue.leave(turn)
    thread.join()
    turn = queue.enter(LONGEST)
    assert not queue.is_awaited(turn)
    queue.leave(turn)


def test_a_turn_is_awaited_while_another_thread_waits(path):
    queue, granted = WriteQueue(path), []
    turn = queue.enter(LONGEST)
    assert not queue.is_awaited(turn)

    thread = in_line(queue, "other", granted)
    assert_awaited_until_left(queue, turn, thread)


def test_a_turn_is_awaited_while_another_process_waits(path):
    """The other queue stands for a process."""
    queue, other_queue = WriteQueue(path), WriteQueue(path)
    turn = queue.enter(LONGEST)
    drawn = last_number(path)
    thread = threading.Thread(target=lambda: other_queue.leave(other_queue.enter(LONGEST)))
    thread.start()
    while last_number(path) == drawn:
        time.sleep(0.001)
    assert_awaited_until_left(queue, turn, thread)


def test_a_turn_counts_as_awaited_where_that_cannot_be_told(tmp_path):
    queue = WriteQueue(tmp_path / "missing" / "queue")
    turn = queue.enter(LONGEST)
    assert queue.is_awaited(turn)
    queue.leave(turn)


def test_nobody_waits_for_longer_than_was_said(path):
    queue = WriteQueue(path)
    turn = queue.enter(LONGEST)
    with pytest.raises(QueueTimeout):
        queue.enter(0.05)

    queue.leave(turn)
    queue.leave(queue.enter(0))


def test_nobody_waits_longer_for_another_process(path):
    process = holding(path)
    queue = WriteQueue(path)
    with pytest.raises(QueueTimeout):
        queue.enter(0.05)

    process.communicate("\n")
    queue.leave(queue.enter(LONGEST))


def test_a_process_that_dies_gives_up_its_turn(path):
    process = holding(path)
    process.kill()
    process.communicate()
    queue = WriteQueue(path)
    queue.leave(queue.enter(LONGEST))


def test_without_a_file_the_order_holds_among_threads(tmp_path):
    queue, granted = WriteQueue(str(tmp_path / "missing" / "queue")), []
    turn = queue.enter(LONGEST)
    threads = [in_line(queue, number, granted) for number in range(4)]

    queue.leave(turn)
    for thread in threads:
        thread.join()
    assert granted == [*range(4)]


def test_a_file_has_one_queue_however_it_is_named(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path)
    assert queue_before(tmp_path / "desk") is queue_before(tmp_path / "link" / "desk")
    assert queue_before(tmp_path / "desk") is not queue_before(tmp_path / "other")
