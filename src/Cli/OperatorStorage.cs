using System.CommandLine;
using Azure;
using Magpie.Cli.Up;
using Magpie.Functions.Storage;
using Microsoft.Extensions.Configuration;

namespace Magpie.Cli;

/// <summary>
/// The storage account that an operator's command works on: that of a running <c>up</c>, or that of AzureWebJobsStorage. A command that uses
/// it lists <see cref="Port"/> among its options.
/// </summary>
internal static class OperatorStorage
{
    public static readonly Option<string?> Port = new("--storage-port")
    {
        Description = "The first of storage's three ports, where `up` runs with another (MAGPIE_STORAGE_PORT; 10000).",
        HelpName = "PORT",
        Recursive = true,
    };

    /// <summary>Runs something on the account; what goes wrong becomes one sentence.</summary>
    public static async Task<int> RunAsync(ParseResult parsed, Func<StorageConnection, Task<int>> action)
    {
        try
        {
            return await action(StorageConnection.Read(Configuration(parsed)));
        }
        catch (ArgumentException error)
        {
            throw new CommandException(error.Message.Replace($" (Parameter '{error.ParamName}')", "", StringComparison.Ordinal));
        }
        catch (InvalidOperationException error)
        {
            throw new CommandException(error.Message);
        }
        catch (RequestFailedException error) when (error.Status != 0)
        {
            throw new CommandException($"storage answered {error.Status} {error.ErrorCode}.", ExitCodes.Failed);
        }
        catch (Exception error) when (error is RequestFailedException or AggregateException { InnerException: RequestFailedException })
        {
            // After several tries the SDK tells of each.
            throw new CommandException(
                "storage does not answer; start `./magpie up` first, or name another account with AzureWebJobsStorage.", ExitCodes.Failed);
        }
    }

    /// <summary>The environment's storage account where it names one and no port is given; else that of <c>up</c>.</summary>
    private static IConfiguration Configuration(ParseResult parsed)
    {
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var port = parsed.GetValue(Port);
        return port is null && environment.GetSection(StorageConnection.Setting).Exists()
            ? environment
            : new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                [StorageConnection.Setting] = UpSettings.Read(new UpFlags(StoragePort: port), Environment.GetEnvironmentVariable).ConnectionString,
            }).Build();
    }
}
