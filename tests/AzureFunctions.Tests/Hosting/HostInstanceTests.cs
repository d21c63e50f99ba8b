using System.Diagnostics;
using System.Globalization;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.AzureFunctions.Tests.Hosting;

public sealed class HostInstanceTests
{
    [Fact]
    public void An_owner_that_runs_has_not_ended() => HostInstance.HasEnded(new HostInstance().Id).ShouldBeFalse();

    [Theory]
    [InlineData("elsewhere|1|2|3")]
    [InlineData("")]
    [InlineData("a|b|c|d")]
    public void Of_an_owner_of_another_machine_or_none_nothing_is_known(string owner) => HostInstance.HasEnded(owner).ShouldBeFalse();

    [Fact]
    public async Task An_owner_that_was_killed_has_ended()
    {
        using var process = Process.Start(new ProcessStartInfo("sleep", "60")) ?? throw new InvalidOperationException("sleep did not start.");
        var stat = (await File.ReadAllTextAsync($"/proc/{process.Id}/stat")).Split(' ');
        var parts = new HostInstance().Id.Split('|');
        (parts[1], parts[2]) = (process.Id.ToString(CultureInfo.InvariantCulture), stat[21]);
        var owner = string.Join('|', parts);
        HostInstance.HasEnded(owner).ShouldBeFalse();

        process.Kill();
        await process.WaitForExitAsync();

        HostInstance.HasEnded(owner).ShouldBeTrue();
    }
}
