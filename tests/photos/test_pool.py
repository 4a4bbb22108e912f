"""What the pool promises: a hostile picture costs a worker, never the server or a neighbour."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from photos.intake import process
from photos.photo import Limits, Processed, UnusablePhotoError
from photos.pool import PhotoPool
from tests.photos.pictures import detailed, encoded, outputs, plain

ROOT = Path(__file__).resolve().parent.parent.parent
SMALL = encoded(plain())


@pytest.fixture(scope="module")
def large() -> bytes:
    """Return a picture of 27 megapixels: about a second of work."""
    return encoded(detailed(6000, 4500), "JPEG", quality=95)


def until(holds: Callable[[], object], within: float = 20.0) -> None:
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)


def code_of(answer: Future[Processed]) -> str:
    error = answer.exception(timeout=60)
    assert isinstance(error, UnusablePhotoError), error
    return error.code


def test_the_pool_gives_what_intake_gives(shared: Path) -> None:
    data = (shared / "photos/setagaya_synthetic_gps/03_kinuta_o8.jpg").read_bytes()
    direct = process(data)
    with PhotoPool(1) as pool:
        through = pool.accept(data)
    assert through == direct
    assert outputs(through) == outputs(direct)
    assert through.suggestion.position == (139.6205, 35.631)


def test_a_refusal_keeps_its_code_and_figures_and_costs_no_worker(shared: Path) -> None:
    data = (shared / "photos/adversarial_synthetic/gif_120_frames.gif").read_bytes()
    with PhotoPool(1) as pool:
        pool.accept(SMALL)
        workers = pool.worker_ids()
        with pytest.raises(UnusablePhotoError) as caught:
            pool.accept(data)
        assert (caught.value.code, caught.value.figures) == ("photo.type", {"type": "GIF"})
        assert pool.worker_ids() == workers


def test_limits_reach_the_workers() -> None:
    with PhotoPool(1, Limits(max_pixels=100)) as pool, pytest.raises(UnusablePhotoError) as caught:
        pool.accept(SMALL)
    assert caught.value.code == "photo.too_many_pixels"


def test_no_worker_is_started_before_a_picture_comes_or_for_one_of_a_wrong_length() -> None:
    with PhotoPool(1, Limits(max_bytes=len(SMALL))) as pool:
        for data, code in ((b"", "photo.empty"), (SMALL + b"x", "photo.too_many_bytes")):
            with pytest.raises(UnusablePhotoError) as caught:
                pool.accept(data)
            assert caught.value.code == code
        assert pool.worker_ids() == ()


def test_a_worker_killed_at_work_costs_its_picture_and_no_other(large: bytes) -> None:
    with PhotoPool(2) as pool, ThreadPoolExecutor(2) as threads:
        unlucky = threads.submit(pool.accept, large)
        until(pool.worker_ids)
        (victim,) = pool.worker_ids()
        neighbour = threads.submit(pool.accept, large)
        until(lambda: len(pool.worker_ids()) == 2)
        os.kill(victim, signal.SIGKILL)
        assert code_of(unlucky) == "photo.worker_lost"
        assert neighbour.result(timeout=60).photo.width == 6000
        assert pool.accept(SMALL).photo.width == 64
        assert victim not in pool.worker_ids()


def test_a_worker_that_dies_between_pictures_is_replaced_unseen() -> None:
    with PhotoPool(1) as pool:
        pool.accept(SMALL)
        for _ in range(5):
            (worker,) = pool.worker_ids()
            os.kill(worker, signal.SIGKILL)
            assert pool.accept(SMALL).photo.width == 64
            assert worker not in pool.worker_ids()


def test_a_picture_that_takes_too_long_is_given_up(large: bytes) -> None:
    with PhotoPool(1, seconds=0.1) as pool:
        with pytest.raises(UnusablePhotoError) as caught:
            pool.accept(large)
        assert caught.value.code == "photo.worker_lost"
        assert pool.worker_ids() == ()
        assert pool.accept(SMALL).photo.width == 64


def test_a_worker_that_cannot_start_is_a_refusal_and_no_hang(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with PhotoPool(1) as pool, pytest.raises(UnusablePhotoError) as caught:
        pool.accept(SMALL)
    assert caught.value.code == "photo.worker_lost"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
def test_a_picture_that_takes_too_much_memory_is_refused_and_the_next_works() -> None:
    bomb = encoded(plain((9000, 6000)))
    with PhotoPool(1, memory_bytes=500 * 1024**2) as pool:
        with pytest.raises(UnusablePhotoError) as caught:
            pool.accept(bomb)
        assert caught.value.code == "photo.out_of_memory"
        assert pool.accept(SMALL).photo.width == 64


def test_closing_ends_idle_and_working_workers(large: bytes) -> None:
    pool = PhotoPool(2)
    with ThreadPoolExecutor(1) as threads:
        pool.accept(SMALL)
        answer = threads.submit(pool.accept, large)
        until(lambda: answer.running() and pool.worker_ids())
        time.sleep(0.1)
        workers = pool.worker_ids()
        pool.close()
        assert code_of(answer) == "photo.worker_lost"
    until(lambda: all(map(_is_over, workers)))
    with pytest.raises(UnusablePhotoError):
        pool.accept(SMALL)
    pool.close()


def test_many_at_once_all_get_their_own_answer() -> None:
    pictures = [encoded(plain((40 + number, 30))) for number in range(20)]
    with PhotoPool(2) as pool, ThreadPoolExecutor(8) as threads:
        widths = [answer.photo.width for answer in threads.map(pool.accept, pictures)]
        assert len(pool.worker_ids()) <= 2
    assert widths == [40 + number for number in range(20)]


def test_workers_end_when_the_server_is_killed(tmp_path: Path) -> None:
    picture = tmp_path / "small.png"
    picture.write_bytes(SMALL)
    program = f"""
        import os, signal
        from pathlib import Path
        from photos.pool import PhotoPool
        pool = PhotoPool(1)
        pool.accept(Path({str(picture)!r}).read_bytes())
        print(*pool.worker_ids(), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    command = [sys.executable, "-c", textwrap.dedent(program)]
    answer = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, check=False, timeout=60, text=True
    )
    assert answer.returncode == -signal.SIGKILL
    worker = int(answer.stdout)
    until(lambda: _is_over(worker))


def test_importing_the_pool_loads_no_decoder() -> None:
    program = "import photos.pool, sys; print('PIL' in sys.modules, 'pillow_heif' in sys.modules)"
    command = [sys.executable, "-c", program]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    assert answer.stdout.split() == ["False", "False"]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.parametrize("file", ["bomb_20000x20000_400MP.png", "bomb_sof_65500x65500.jpg"])
def test_a_bomb_is_refused_before_memory_is_spent(file: str, shared: Path) -> None:
    path = shared / "photos/adversarial_synthetic" / file
    with PhotoPool(1) as pool:
        pool.accept(SMALL)
        (worker,) = pool.worker_ids()
        before, started = _peak_mb(worker), time.monotonic()
        with pytest.raises(UnusablePhotoError) as caught:
            pool.accept(path.read_bytes())
        took = time.monotonic() - started
        assert caught.value.code == "photo.too_many_pixels"
        assert _peak_mb(worker) - before < 20
        assert took < 1.0


def _peak_mb(process_id: int) -> float:
    status = Path(f"/proc/{process_id}/status").read_text()
    (line,) = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def _is_over(process_id: int) -> bool:
    """Has the process ended, if only its parent has yet to hear of it?"""
    try:
        os.kill(process_id, 0)
        status = Path(f"/proc/{process_id}/stat").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return True
    return status.rpartition(")")[2].split()[0] == "Z"


def test_the_callers_thread_waits_without_holding_up_the_others(large: bytes) -> None:
    beats = 0
    with PhotoPool(1) as pool:
        pool.accept(SMALL)
        thread = threading.Thread(target=pool.accept, args=(large,))
        thread.start()
        while thread.is_alive():
            beats += 1
            time.sleep(0.01)
        thread.join()
    assert beats > 20
