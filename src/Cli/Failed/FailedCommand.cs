using System.CommandLine;
using System.Globalization;
using Magpie.Assets;
using Magpie.Cli.Upload;
using Magpie.Uploads;

namespace Magpie.Cli.Failed;

/// <summary><c>magpie failed list|retry</c>: assets that were given up, and another chance for them.</summary>
internal static class FailedCommand
{
    /// <summary>Rows of a list; what is more is counted.</summary>
    private const int MaxRows = 1_000;

    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(30);

    public static Command Create() => new("failed", "Lists assets that were given up after all tries, and has them worked on once more.")
    {
        Called("list", "Lists them, newest first, with the reason of each.", [], _ => ListAsync),
        Retry(),
    };

    private static Command Retry()
    {
        var ids = new Argument<string[]>("id") { Description = "Ids of assets.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Every asset that failed." };
        return Called("retry", "Has assets worked on once more; `failed list` or the page says later what became of them.", [ids, all], parsed =>
        {
            var named = parsed.GetValue(ids) ?? [];
            return (named.Length > 0) == parsed.GetValue(all) ? throw new CommandException("name ids, or give --all.")
                : named.FirstOrDefault(id => !AssetId.IsValid(id)) is { } wrong
                    ? throw new CommandException($"\"{PlainText.Sanitize(wrong, 100)}\" is no id of an asset; `magpie failed list` has them.")
                : (api, cancellationToken) => RetryAsync(api, named, cancellationToken);
        });
    }

    /// <summary>A command that calls the service, with the options that say which and as whom.</summary>
    private static Command Called(
        string name, string description, Symbol[] own, Func<ParseResult, Func<FailedApi, CancellationToken, Task<int>>> prepare)
    {
        var server = new Option<string?>("--server") { Description = "The service's address (MAGPIE_SERVER; the one of `up` on this machine).", HelpName = "URL" };
        var key = new Option<string?>("--key") { Description = "The account's key (MAGPIE_KEY; the demo account of `up`).", HelpName = "KEY" };
        var secret = new Option<string?>("--secret")
        {
            Description = "The key's secret; other users may see it on this command line, so set MAGPIE_SECRET where they are.",
            HelpName = "SECRET",
        };
        var data = new Option<string?>("--data") { Description = "The data folder of `up`, for its demo account (MAGPIE_DATA; .data).", HelpName = "FOLDER" };
        var command = new Command(name, description);
        foreach (var symbol in own)
        {
            if (symbol is Argument argument)
            {
                command.Add(argument);
            }
            else
            {
                command.Add((Option)symbol);
            }
        }

        foreach (var option in (Option[])[server, key, secret, data])
        {
            command.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var work = prepare(parsed);
            Func<string, string?> environment = Environment.GetEnvironmentVariable;
            var address = UploadSettings.Read(new UploadFlags([]) { Server = parsed.GetValue(server) }, environment).Server;
            var credential = UploadCredential.Find(parsed.GetValue(key), parsed.GetValue(secret), address, parsed.GetValue(data), environment);
            using var http = Wire.CreateClient();
            var retries = new Retries(GiveUpAfter, notice => Console.Error.WriteLine($"magpie: {notice}"), TimeProvider.System);
            return await work(new FailedApi(http, address, credential, retries), cancellationToken);
        });
        return command;
    }

    private static async Task<int> ListAsync(FailedApi api, CancellationToken cancellationToken)
    {
        var rows = new List<string[]>();
        var more = 0;
        await foreach (var asset in api.ListAsync(cancellationToken))
        {
            if (rows.Count == MaxRows)
            {
                more++;
                continue;
            }

            rows.Add(
            [
                asset.Id,
                asset.CreatedAt.ToString("u", CultureInfo.InvariantCulture),
                PlainText.Sanitize(asset.Name, 40),
                asset.Error is { } error ? PlainText.Sanitize($"{error.Code}: {error.Message}", 200) : "",
            ]);
        }

        if (rows.Count == 0)
        {
            await Console.Out.WriteLineAsync("no asset has failed");
            return ExitCodes.Ok;
        }

        Table.Write(Console.Out, ["ID", "UPLOADED", "NAME", "REASON"], rows);
        if (more > 0)
        {
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"and {more:N0} more"));
        }

        return ExitCodes.Ok;
    }

    /// <summary>All ids are read before the first is retried: what is retried leaves the list that is being read.</summary>
    private static async Task<int> RetryAsync(FailedApi api, string[] ids, CancellationToken cancellationToken)
    {
        var chosen = ids.Length > 0 ? ids : await api.ListAsync(cancellationToken).Select(asset => asset.Id).ToArrayAsync(cancellationToken);
        var refused = 0;
        foreach (var id in chosen)
        {
            if (await api.RetryAsync(id, cancellationToken) is { } reason)
            {
                refused++;
                await Console.Error.WriteLineAsync($"{id}  {reason}");
            }
            else
            {
                await Console.Out.WriteLineAsync($"{id}  queued");
            }
        }

        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{chosen.Length - refused:N0} queued, {refused:N0} refused"));
        return refused == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
