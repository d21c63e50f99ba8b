using System.Net;
using System.Net.Sockets;
using Magpie.Cli.Tests.Running;
using Magpie.Tests.Support;

namespace Magpie.Cli.Tests.Up;

/// <summary>What <c>up</c> says, in one sentence, when it cannot start.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task A_port_in_use_is_named_with_the_way_to_choose_another()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var folder = new TemporaryFolder();

        var outcome = await Shell.MagpieAsync("up", "--port", $"{port}", "--data", folder.File("data"));

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldBe($"magpie: port {port} is in use by another program; choose another with --port or MAGPIE_PORT.\n");
        Directory.Exists(folder.File("data")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_storage_port_in_use_is_named_too()
    {
        using var listener = new TcpListener(IPAddress.IPv6Any, 0);
        listener.Server.DualMode = true;
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var outcome = await Shell.MagpieAsync("up", "--port", $"{Azurite.FreePort()}", "--storage-port", $"{port - 2}");

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldContain($"port {port} for storage is in use");
        outcome.Error.ShouldContain("--storage-port");
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "");

        var outcome = await Shell.MagpieAsync(
            "up", "--port", $"{Azurite.FreePort()}", "--storage-port", "64123", "--data", folder.File("file/data"));

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldBe($"magpie: cannot write to the data folder {folder.File("file/data")}; choose another with --data or MAGPIE_DATA.\n");
    }
}
