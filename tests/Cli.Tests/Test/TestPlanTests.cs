using Magpie.Cli.Test;

namespace Magpie.Cli.Tests.Test;

public sealed class TestPlanTests
{
    [Fact]
    public void What_waits_runs_beside_what_works_and_all_others_alone()
    {
        string[] projects =
        [
            "/a/Magpie.AzureStorage.Tests.csproj", "/a/Magpie.Cli.Tests.csproj", "/a/Magpie.Core.Tests.csproj", "/a/Magpie.EndToEnd.Tests.csproj",
            "/a/Magpie.Functions.Tests.csproj", "/a/Magpie.New.Tests.csproj",
        ];

        var rounds = TestPlan.Rounds(projects);

        rounds.Select(lanes => string.Join(" | ", lanes.Select(lane => string.Join(", ", lane.Select(Path.GetFileNameWithoutExtension))))).ShouldBe(
        [
            "Magpie.New.Tests", "Magpie.Cli.Tests | Magpie.Core.Tests", "Magpie.EndToEnd.Tests | Magpie.AzureStorage.Tests, Magpie.Functions.Tests",
        ]);
    }

    [Fact]
    public void Every_test_project_of_this_checkout_runs_once()
    {
        var projects = Directory.GetFiles(Path.Combine(Checkout.Root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories);

        var rounds = TestPlan.Rounds(projects);

        rounds.SelectMany(lanes => lanes.SelectMany(lane => lane)).ShouldBe(projects, ignoreOrder: true);
        rounds.TakeLast(2).ShouldAllBe(lanes => lanes.Count == 2, "what waits has company");
    }
}
