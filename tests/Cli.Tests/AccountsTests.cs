using Magpie.Cli.Tests.Running;
using Magpie.Tests.Support;

namespace Magpie.Cli.Tests;

public sealed class AccountsTests(Azurite azurite) : IClassFixture<Azurite>
{
    [Fact]
    public async Task A_key_is_made_listed_and_revoked()
    {
        var added = await RunAsync("add", "gallery", "--name", "web shop");
        added.ExitCode.ShouldBe(0, added.Error);
        var key = Field(added, "Key");
        var secret = Field(added, "Secret");

        var listed = await RunAsync("list", "gallery");
        listed.Output.ShouldContain(key);
        listed.Output.ShouldContain("web shop");
        listed.Output.ShouldNotContain(secret);

        (await RunAsync("revoke", key)).ExitCode.ShouldBe(0);
        (await RunAsync("list", "gallery")).Output.ShouldContain("revoked ");
    }

    [Fact]
    public async Task A_publishable_key_has_no_secret()
    {
        var added = await RunAsync("add", "site", "--publishable");

        added.ExitCode.ShouldBe(0, added.Error);
        added.Output.ShouldNotContain("Secret");
        (await RunAsync("list", "site")).Output.ShouldContain("publishable");
    }

    [Fact]
    public async Task A_list_is_of_one_account_when_one_is_named()
    {
        var key = Field(await RunAsync("add", "alone"), "Key");

        (await RunAsync("list", "other")).Output.ShouldNotContain(key);
        (await RunAsync("list")).Output.ShouldContain(key);
    }

    [Fact]
    public async Task A_key_that_does_not_exist_cannot_be_revoked()
    {
        var outcome = await RunAsync("revoke", "nobody");

        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldStartWith("magpie: there is no such key");
    }

    [Fact]
    public async Task An_account_name_that_is_none_is_one_sentence()
    {
        var outcome = await RunAsync("add", "No Name");

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldBe("magpie: An account's name has 1 to 40 lower-case letters, digits and hyphens, and begins with a letter.\n");
    }

    [Fact]
    public async Task Without_storage_one_sentence_says_what_to_start()
    {
        var outcome = await Shell.MagpieAsync("accounts", "list", "--storage-port", "64321");

        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldBe("magpie: storage does not answer; start `./magpie up` first, or name another account with AzureWebJobsStorage.\n");
    }

    private Task<Outcome> RunAsync(params string[] arguments) => Shell.RunAsync(
        Shell.Script,
        ["accounts", .. arguments],
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["AzureWebJobsStorage"] = azurite.ConnectionString });

    private static string Field(Outcome outcome, string name) =>
        outcome.Output.Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();
}
