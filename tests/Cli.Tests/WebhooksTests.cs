using Magpie.Cli.Tests.Running;
using Magpie.Tests.Support;

namespace Magpie.Cli.Tests;

public sealed class WebhooksTests(Azurite azurite) : IClassFixture<Azurite>
{
    [Fact]
    public async Task A_webhook_is_added_listed_and_removed_and_its_secret_is_shown_once()
    {
        var added = await RunAsync(null, "add", "gallery", "https://hooks.example/magpie", "--event", "ready", "--event", "failed");
        added.ExitCode.ShouldBe(0, added.Error);
        var (id, secret) = (Field(added, "Id"), Field(added, "Secret"));
        secret.ShouldStartWith("whsec_");

        var listed = await RunAsync(null, "list", "gallery");
        listed.Output.ShouldContain(id);
        listed.Output.ShouldContain("ready,failed");
        listed.Output.ShouldContain("https://hooks.example/magpie");
        listed.Output.ShouldNotContain(secret);

        (await RunAsync(null, "remove", "gallery", id)).ExitCode.ShouldBe(0);
        (await RunAsync(null, "list", "gallery")).Output.ShouldNotContain(id);
        (await RunAsync(null, "remove", "gallery", id)).Error.ShouldStartWith("magpie: the account has no such webhook");
    }

    [Fact]
    public async Task A_private_address_and_an_unknown_event_are_each_one_sentence()
    {
        var local = await RunAsync(null, "add", "gallery", "http://169.254.169.254/");
        (local.ExitCode, local.Error).ShouldBe((2, "magpie: The URL must name a host of the public Internet; this one is private, local or reserved.\n"));

        var unknown = await RunAsync(null, "add", "gallery", "https://hooks.example/", "--event", "deleted");
        (unknown.ExitCode, unknown.Error).ShouldBe((2, "magpie: Events are ready, rejected, failed; one of those named is none of them.\n"));
    }

    [Fact]
    public async Task A_test_says_what_came_of_it_and_nothing_is_parked()
    {
        var port = Azurite.FreePort();
        var added = await RunAsync($"127.0.0.1:{port}", "add", "silent", $"http://127.0.0.1:{port}/");
        added.ExitCode.ShouldBe(0, added.Error);

        var tested = await RunAsync($"127.0.0.1:{port}", "test", "silent", Field(added, "Id"));
        (tested.ExitCode, tested.Error).ShouldBe((1, "magpie: The receiver could not be connected to.\n"));
        (await RunAsync(null, "parked", "silent")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem();
        (await RunAsync(null, "retry", "silent", Field(added, "Id"))).Output.ShouldStartWith("0 parked deliveries");
    }

    private Task<Outcome> RunAsync(string? allowed, params string[] arguments) => Shell.RunAsync(
        Shell.Script,
        ["webhooks", .. arguments],
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            ["MAGPIE_FETCH_ALLOW"] = allowed,
        });

    private static string Field(Outcome outcome, string name) =>
        outcome.Output.Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();
}
