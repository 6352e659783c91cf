"""``dbt run-operation`` in the project itself, as people run our macros on their laptop."""

from __future__ import annotations

import json
import shutil

import pytest

from integration_tests.jaffle_shop.raw.assemble import REPOSITORY


def tell_news(shop):
    path = "schemas/jaffle_shop/Order_Rated/1-0.json"
    document = json.loads(shop.read(path))
    document["description"] = "What the customer thought of it"
    shop.write(path, json.dumps(document, indent=2))
    shop.commit()


def without_marts(shop):
    """dbt refuses to run anything while a mart refers to a model that is not built yet."""
    shutil.rmtree(shop.root / "models/marts")
    return shop


def own_package(shop):
    """Install the package as a copy, to be spoilt."""
    installed = shop.root / "dbt_packages/reflekt"
    installed.unlink()
    shutil.copytree(REPOSITORY / "macros", installed / "macros")
    shutil.copy(REPOSITORY / "dbt_project.yml", installed)
    return installed


def operation(shop, macro="reflekt_build", **arguments):
    return shop.dbt("run-operation", macro, "--args", json.dumps(arguments))


class TestBuild:
    def test_writes_what_the_command_line_writes(self, new_shop):
        plain, ours = without_marts(new_shop("dev")), without_marts(new_shop("dev"))
        plain.typed("dbt", "deps")

        said = plain.typed("dbt", "run-operation", "reflekt_build")

        assert said.code == 0, said.out
        assert ours.build().code == 0
        assert plain.generated() == ours.generated()

    def test_changes_nothing_the_second_time(self, shop):
        said = operation(shop)

        assert (said.code, shop.changed) == (0, [])
        assert "unchanged" in said.out

    def test_takes_a_selection(self, shop):
        tell_news(shop)

        said = operation(shop, select="jaffle_shop/Cart_Viewed")

        assert said.code == 0
        assert shop.docs("order_rated") not in {line[3:] for line in shop.changed}

    def test_takes_a_list_to_select(self, shop):
        tell_news(shop)

        operation(shop, select=["jaffle_shop/Cart_Viewed", "jaffle_shop/Order_Rated"])

        assert shop.docs("order_rated") in {line[3:] for line in shop.changed}

    def test_check_passes_where_everything_is_in_step(self, shop):
        assert operation(shop, check=True).code == 0

    def test_check_fails_where_something_would_change(self, shop):
        tell_news(shop)
        before = shop.files()

        said = operation(shop, check=True)

        assert said.code == 1
        assert f"would update {shop.docs('order_rated')}" in said.err
        assert shop.files() == before

    def test_dry_run_prints_the_diff(self, shop):
        tell_news(shop)

        said = operation(shop, dry_run=True)

        assert said.code == 0
        assert "+    description: 'What the customer thought of it'" in said.out
        assert shop.changed == []

    def test_options_are_those_of_the_command_line(self, shop):
        shop.execute("drop table jaffle_shop_segment.order_rated")

        said = operation(shop, options={"refresh_catalog": True})

        assert said.code == 0
        assert "order_rated\t" not in shop.read("reflekt.catalog")

    def test_edited_file_with_news_fails_the_operation(self, shop):
        docs = shop.docs("order_rated")
        shop.replace(docs, "\n    description: ", "\n    description: 'Our own'  # ")
        tell_news(shop)

        said = operation(shop)

        assert said.code == 1
        assert "edited by hand" in said.err
        assert "'Our own'" in shop.read(docs)


class TestCheck:
    def test_fails_on_what_was_planted(self, shop):
        said = operation(shop, "reflekt_check")

        assert said.code == 1
        assert "events planned: 16, with a table: 15" in said.err

    @pytest.mark.parametrize("severity", ["error", "none"])
    def test_passes_where_nothing_is_as_grave_as_was_asked(self, shop, severity):
        said = operation(shop, "reflekt_check", fail_on=severity)

        assert said.code == 0
        assert "tables that nobody planned: 1, columns: 1" in said.out

    def test_writes_no_file(self, shop):
        operation(shop, "reflekt_check", fail_on="none")

        assert shop.changed == []

    def test_says_the_same_as_the_command_line(self, shop):
        plain = operation(shop, "reflekt_check", fail_on="none")

        ours = shop.reflekt("check", "--fail-on", "none")

        headline = ours.out.splitlines()[:3]
        assert headline[0].startswith("events planned: ")
        assert all(line in plain.out for line in headline)


class TestThatCannotRun:
    def test_without_the_packages_entry_it_names_init(self, shop):
        (shop.root / "packages.yml").unlink()
        shutil.rmtree(shop.root / "dbt_packages")

        said = shop.typed("dbt", "run-operation", "reflekt_build")

        assert said.code == 2
        assert "the dbt package reflekt is not installed in this project" in said.out
        assert "run: reflekt-dbt init, then: dbt deps" in said.out

    def test_before_dbt_deps_it_names_dbt_deps(self, shop):
        shutil.rmtree(shop.root / "dbt_packages")

        said = operation(shop)

        assert said.code == 2
        assert "hint: run: dbt deps" in said.err

    def test_with_a_package_of_another_version_it_names_both(self, shop):
        version = own_package(shop) / "macros/reflekt_version.sql"
        version.write_text(version.read_text().replace("'0.", "'99."), encoding="utf-8")

        said = operation(shop)

        assert said.code != 0
        assert "the dbt package reflekt is 99." in said.err
        assert "hint: run: reflekt-dbt deps, then: dbt deps" in said.err

    def test_with_an_argument_that_there_is_not_it_names_the_nearest(self, shop):
        said = operation(shop, options={"ofline": True})

        assert said.code != 0
        assert "did you mean 'offline'?" in said.err

    def test_a_project_that_never_asked_for_us_is_not_disturbed(self, shop):
        shop.replace("dbt_project.yml", "  reflekt:", "  another:")
        shop.write("packages.yml", "packages: []\n")
        shutil.rmtree(shop.root / "dbt_packages")

        assert shop.dbt("parse").code == 0


class TestLint:
    def test_schemas_without_an_error_pass_and_are_counted(self, shop):
        said = operation(shop, "reflekt_lint")

        assert said.code == 0, said.out
        assert "event schemas: 18, problems: 2 (infos: 2)" in said.out

    def test_violations_fail_the_operation_with_their_places(self, shop):
        path = "schemas/jaffle_shop/Order_Rated/1-0.json"
        shop.write(path, shop.read(path).replace('"$id"', '"$idd"'))

        said = operation(shop, "reflekt_lint", select="jaffle_shop/Order_Rated")

        assert said.code == 1
        assert f"{path}:3:3: RF111 unknown-keyword: unknown keyword '$idd'" in said.out
        assert "event schemas: 1, problems:" in said.out

    def test_rules_and_severity_are_arguments(self, shop):
        lenient = operation(shop, "reflekt_lint", select_rules=["RF403"])
        strict = operation(shop, "reflekt_lint", select_rules="RF403", fail_on="info")

        assert (lenient.code, strict.code) == (0, 1)

    def test_misspelt_severity_is_refused(self, shop):
        said = operation(shop, "reflekt_lint", fail_on="warn")

        assert said.code != 0
        assert "did you mean 'warning'?" in said.out


class TestRegistries:
    @pytest.fixture
    def registry(self, shop):
        (shop.root / "registry").mkdir()
        return "./registry"

    def test_push_needs_a_yes_and_shows_what_it_would_do(self, shop, registry):
        said = operation(shop, "reflekt_push", registry=registry, select="jaffle_shop")

        assert said.code != 0
        assert "nobody can be asked in a run-operation" in said.out
        assert "+ create jaffle_shop/Order_Rated/1-0 (Order Rated)" in said.out
        assert "add yes: true to --args" in said.out
        assert not any((shop.root / "registry").iterdir())

    def test_push_and_pull_bring_both_in_step(self, shop, registry):
        asked = {"registry": registry, "select": "jaffle_shop"}

        pushed = operation(shop, "reflekt_push", **asked, yes=True)
        file = shop.root / "registry/jaffle_shop/Order_Rated/1-0.json"
        document = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps({**document, "description": "News"}), encoding="utf-8")
        looked = operation(shop, "reflekt_pull", **asked, dry_run=True)
        pulled = operation(shop, "reflekt_pull", **asked)

        assert pushed.code == 0, pushed.out
        assert (looked.code, pulled.code) == (1, 0), pulled.out
        assert "git and registry are not in step" in looked.out
        path = "schemas/jaffle_shop/Order_Rated/1-0.json"
        assert json.loads(shop.read(path))["description"] == "News"

    def test_operation_without_a_registry_says_how_to_name_one(self, shop):
        said = operation(shop, "reflekt_pull", select="jaffle_shop")

        assert said.code != 0
        assert "which registry?" in said.out
