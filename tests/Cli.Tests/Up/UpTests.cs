using System.Net;
using Magpie.Cli.Tests.Running;

namespace Magpie.Cli.Tests.Up;

public sealed class UpTests
{
    [Fact]
    public async Task Ctrl_C_stops_everything_and_frees_the_ports()
    {
        await using var magpie = new RunningMagpie();
        await magpie.StartAsync();
        using var client = new HttpClient();
        (await client.GetAsync(new Uri($"http://localhost:{magpie.Port}/healthz"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        magpie.Output.ShouldContain($"http://localhost:{magpie.Port}/#key=demo-");
        magpie.Output.ShouldContain("Tags     with basics@");

        await magpie.SignalAsync("INT", wholeGroup: true);
        await magpie.EndedAsync();

        magpie.ExitCode.ShouldBe(0, magpie.Output);
        magpie.Output.ShouldContain("Magpie has stopped.");
        await magpie.PortsAreFreeAsync();

        // Azurite saved before it ended, and the same folder starts again.
        new FileInfo(Path.Combine(magpie.Data, "azurite", "__azurite_db_table__.json")).Length.ShouldBeGreaterThan(0);
        await magpie.StartAsync();
        await magpie.SignalAsync("TERM");
        await magpie.EndedAsync();
        magpie.ExitCode.ShouldBe(0, magpie.Output);
    }

    [Fact]
    public async Task Killed_it_leaves_no_process_and_no_port_behind()
    {
        await using var magpie = new RunningMagpie();
        await magpie.StartAsync();

        await magpie.SignalAsync("KILL");
        await magpie.EndedAsync();

        await magpie.PortsAreFreeAsync();
    }

    [Theory]
    [InlineData("Magpie.Functions.dll", "the app", "app.log")]
    [InlineData("azurite.cjs", "storage (Azurite)", "azurite.log")]
    public async Task When_one_process_dies_it_says_which_and_ends_the_other(string process, string name, string log)
    {
        await using var magpie = new RunningMagpie();
        await magpie.StartAsync();

        await magpie.KillChildAsync(process);
        await magpie.EndedAsync();

        magpie.ExitCode.ShouldBe(1);
        magpie.Output.ShouldContain($"magpie: {name} ended by itself with code 137; its log is {Path.Combine(magpie.Data, "logs", log)}.");
        await magpie.PortsAreFreeAsync();
    }
}
