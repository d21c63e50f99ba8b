using System.CommandLine;
using Magpie.Accounts;
using Magpie.Functions.Accounts;

namespace Magpie.Cli.Accounts;

/// <summary><c>magpie accounts add|list|revoke</c>: on the storage of a running <c>up</c>, or on that of AzureWebJobsStorage.</summary>
internal static class AccountsCommand
{
    public static Command Create() =>
        new("accounts", "Makes, lists and revokes keys; AzureWebJobsStorage names another storage account than that of `up`.")
        {
            OperatorStorage.Port, CreateAdd(), CreateList(), CreateRevoke(),
        };

    private static Command CreateAdd()
    {
        var account = new Argument<string>("account") { Description = "The account that the key belongs to; new or not." };
        var name = new Option<string>("--name") { Description = "What a person calls the key.", DefaultValueFactory = static _ => "default", HelpName = "TEXT" };
        var publishable = new Option<bool>("--publishable")
        {
            Description = "A key without a secret, for web pages: may only upload, and read back what it uploaded.",
        };
        var command = new Command("add", "Makes a key, and its secret, which is shown once.") { account, name, publishable };
        command.SetAction((parsed, cancellationToken) => OnStorageAsync(parsed, async accounts =>
        {
            var kind = parsed.GetValue(publishable) ? CredentialKind.Publishable : CredentialKind.Secret;
            var made = await accounts.AddAsync(parsed.GetRequiredValue(account), kind, parsed.GetRequiredValue(name), cancellationToken);
            Console.WriteLine($"Key     {made.Credential.Key}");
            if (made.Secret is { } secret)
            {
                Console.WriteLine($"Secret  {secret}");
                Console.WriteLine($"Both    {made.Credential.Key}.{secret}   (an API key for clients of Clarifai's API)");
            }

            return ExitCodes.Ok;
        }));
        return command;
    }

    private static Command CreateList()
    {
        var account = new Argument<string?>("account") { Description = "The account; all when left out.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("list", "Lists keys, never secrets.") { account };
        command.SetAction((parsed, cancellationToken) => OnStorageAsync(parsed, async accounts =>
        {
            List<string[]> rows = [];
            await foreach (var key in accounts.ListAsync(parsed.GetValue(account), cancellationToken))
            {
                var state = key.RevokedAt is { } at ? $"revoked {at:u}" : key.Kind == CredentialKind.Publishable ? "publishable" : "secret";
                rows.Add([key.Account, key.Key, state, $"{key.CreatedAt:u}", key.Name]);
            }

            Table.Write(
                Console.Out,
                ["ACCOUNT", "KEY", "KIND", "MADE", "NAME"],
                rows.OrderBy(row => row[0], StringComparer.Ordinal).ThenBy(row => row[3], StringComparer.Ordinal));
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static Command CreateRevoke()
    {
        var key = new Argument<string>("key") { Description = "The key, as `accounts list` shows it." };
        var command = new Command("revoke", "Ends a key, for good.") { key };
        command.SetAction((parsed, cancellationToken) => OnStorageAsync(parsed, async accounts =>
        {
            var named = parsed.GetRequiredValue(key);
            if (!await accounts.RevokeAsync(named, cancellationToken))
            {
                throw new CommandException("there is no such key; `magpie accounts list` lists what there is.", ExitCodes.Failed);
            }

            Console.WriteLine($"{named} is revoked; a running Magpie notices within {Authenticator.CacheLifetime.TotalSeconds:0} s.");
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static Task<int> OnStorageAsync(ParseResult parsed, Func<AccountService, Task<int>> action) =>
        OperatorStorage.RunAsync(parsed, async storage =>
        {
            var table = storage.Tables().GetTableClient(TableCredentialStore.Table);
            await table.CreateIfNotExistsAsync();
            return await action(new AccountService(new TableCredentialStore(table), TimeProvider.System));
        });
}
