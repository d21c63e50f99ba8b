using Magpie.Cli.Up;

namespace Magpie.Cli.Tests.Up;

public sealed class UpSettingsTests
{
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    [Fact]
    public void Nothing_said_means_the_documented_defaults()
    {
        var settings = Read(new UpFlags());

        settings.Port.ShouldBe(7071);
        settings.StoragePort.ShouldBe(10000);
        settings.DataFolder.ShouldBe(Path.Combine(Checkout.Root, ".data"));
        settings.Models.ShouldBeNull();
        settings.FetchAllow.ShouldBeNull();
    }

    [Fact]
    public void A_flag_wins_over_the_environment_which_wins_over_the_default()
    {
        _environment["MAGPIE_PORT"] = "8000";
        _environment["MAGPIE_STORAGE_PORT"] = "20000";
        _environment["MAGPIE_DATA"] = "/tmp/of-the-environment";

        var settings = Read(new UpFlags(Port: "9000"));

        settings.Port.ShouldBe(9000);
        settings.StoragePort.ShouldBe(20000);
        settings.DataFolder.ShouldBe("/tmp/of-the-environment");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("http")]
    [InlineData("7071 ")]
    public void A_port_that_is_none_is_named(string port)
    {
        _environment["MAGPIE_PORT"] = port;

        Should.Throw<CommandException>(() => Read(new UpFlags()))
            .Message.ShouldBe($"MAGPIE_PORT is \"{port}\"; it must be a port number from 1 to 65535.");
    }

    [Theory]
    [InlineData(10000)]
    [InlineData(10002)]
    public void The_app_and_storage_cannot_share_a_port(int port) =>
        Should.Throw<CommandException>(() => Read(new UpFlags(Port: $"{port}"))).Message.ShouldContain("--storage-port");

    private UpSettings Read(UpFlags flags) => UpSettings.Read(flags, name => _environment.GetValueOrDefault(name));
}
