using Magpie.Cli.Test;
using Magpie.Cli.Tests.Running;

namespace Magpie.Cli.Tests.Test;

public sealed class TestCountsTests
{
    [Fact]
    public void Counters_of_a_run_become_passed_failed_and_skipped()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(
            folder.File("results.trx"),
            """
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><ResultSummary outcome="Failed">
            <Counters total="10" executed="8" passed="5" failed="2" error="0" timeout="1" aborted="0" notExecuted="2" /></ResultSummary></TestRun>
            """);

        TestCounts.Read(folder.File("results.trx")).ShouldBe(new TestCounts(Passed: 5, Failed: 3, Skipped: 2));
    }

    [Fact]
    public void A_test_that_failed_is_named_with_what_it_said()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(
            folder.File("results.trx"),
            """
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
            <UnitTestResult testName="A_dog_is_a_dog" outcome="Passed" />
            <UnitTestResult testName="A_cat_is_a_cat" outcome="Failed"><Output><ErrorInfo><Message>tag
            should be cat</Message></ErrorInfo></Output></UnitTestResult></Results></TestRun>
            """);

        TestCounts.FailuresOf(folder.File("results.trx")).ShouldBe(["A_cat_is_a_cat: tag"]);
        TestCounts.FailuresOf("/nowhere/results.trx").ShouldBeEmpty();
    }

    [Fact]
    public void A_run_that_left_no_results_has_no_counts() => TestCounts.Read("/nowhere/results.trx").ShouldBeNull();

    [Fact]
    public void A_line_that_any_report_ran_is_covered_and_counts_once()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("one.xml"), Report("Core/A.cs", 1, 0));
        File.WriteAllText(folder.File("two.xml"), Report("Core/A.cs", 0, 0));
        File.WriteAllText(folder.File("three.xml"), Report("Core/B/A.cs", 1, 1));

        var coverage = LineCoverage.Read(Directory.GetFiles(folder.Path));

        (coverage.Covered, coverage.Total).ShouldBe((3, 4));
        coverage.Files.Count.ShouldBe(2);
    }

    private static string Report(string file, int first, int second) =>
        $"""
        <coverage><packages><package><classes><class filename="{file}"><lines>
        <line number="1" hits="{first}" /><line number="2" hits="{second}" /></lines></class></classes></package></packages></coverage>
        """;
}
