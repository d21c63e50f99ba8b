using Magpie.Accounts;
using Magpie.Functions.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Magpie.Functions.Accounts;

/// <summary>Sees to it that <c>MAGPIE_DEMO_KEY</c> and <c>MAGPIE_DEMO_SECRET</c> work, without holding up the start.</summary>
public sealed partial class DemoCredential(
    IConfiguration configuration, AccountService accounts, StorageSetup storage, ILogger<DemoCredential> logger) : BackgroundService
{
    /// <summary>The account it is for.</summary>
    public const string Account = "demo";

    public const string KeySetting = "MAGPIE_DEMO_KEY";
    public const string SecretSetting = "MAGPIE_DEMO_SECRET";

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the key works, or is known not to.</summary>
    public Task Done => _done.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (configuration[KeySetting] is { Length: > 0 } key && configuration[SecretSetting] is { Length: > 0 } secret)
        {
            // The rest of the start goes on.
            await Task.Yield();
            try
            {
                await storage.RetryAsync(token => accounts.EnsureAsync(Account, Account, key, secret, token), stoppingToken);
            }
            catch (ArgumentException)
            {
                Log.NotValid(logger, KeySetting, SecretSetting, AccountService.MinSecretLength);
            }
        }

        _done.TrySetResult();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Key} must have 1 to 64 letters, digits, '-' and '_', and {Secret} at least {Length} characters; there is no demo account")]
        public static partial void NotValid(ILogger logger, string key, string secret, int length);
    }
}
