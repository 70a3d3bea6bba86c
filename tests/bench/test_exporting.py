from pathlib import Path

import pytest

from bench import exporting
from bench.fill import fill
from jianyan.settings import Settings
from jianyan_migrations.running import migrate


@pytest.mark.parametrize("form", exporting.FORMS)
async def test_a_form_is_measured_over_all_its_rows(form: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/list.sqlite"
    await migrate(url)
    await fill(Settings(database_url=url), suggestions=30, placements=2)
    ours, yardstick = await exporting.measured(url, exporting.SLUG, form), await exporting.raw(url)
    assert ours.rows == yardstick.rows == 30
    assert min(ours.seconds, ours.cpu_s, ours.most_mb, yardstick.seconds) > 0
