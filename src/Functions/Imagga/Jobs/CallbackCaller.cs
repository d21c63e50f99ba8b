using System.Net.Http.Headers;
using Magpie.Accounts;
using Magpie.Fetching;
using Magpie.Functions.Fetching;
using Magpie.Notifications;
using Microsoft.Extensions.Logging;

namespace Magpie.Functions.Imagga.Jobs;

/// <summary>Says that a ticket is done: a GET to the address its owner chose, with <c>?ticket=</c>. Public addresses only, at connect time; signed under the secret of the key that asked.</summary>
public sealed partial class CallbackCaller(
    GuardedHttp http, FetchAllowance allowance, JobQueue queue, ICredentialStore credentials, TimeProvider time, Random jitter, ILogger<CallbackCaller> logger)
{
    private const int MaxAttempts = 8;
    private const string SignatureHeader = "Magpie-Signature";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly ProductInfoHeaderValue UserAgent = new("Magpie-Callbacks", "1");

    /// <summary>Why an address cannot be a callback; null when it can.</summary>
    public string? ProblemOf(string address) => FetchUrl.Parse(address, allowance).Problem;

    /// <summary>Calls once; a call that fails is made again later, eight times within an hour.</summary>
    public async Task CallAsync(JobMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Callback is not { } callback || await TryAsync(callback, message, cancellationToken))
        {
            return;
        }

        if (message.CallbackAttempt >= MaxAttempts)
        {
            Log.GaveUp(logger, message.Ticket, message.Account, message.CallbackAttempt);
            return;
        }

        var pause = TimeSpan.FromSeconds(15 * Math.Pow(2, message.CallbackAttempt - 1) * (0.75 + (jitter.NextDouble() / 2)));
        await queue.SendAsync(message with { CallbackAttempt = message.CallbackAttempt + 1 }, pause, cancellationToken);
    }

    private async Task<bool> TryAsync(string callback, JobMessage message, CancellationToken cancellationToken)
    {
        var (url, _) = FetchUrl.Parse(callback, allowance);
        if (url is null)
        {
            return false;
        }

        using var limit = new CancellationTokenSource(Timeout, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var address = new UriBuilder(url) { Query = $"{(url.Query.Length > 1 ? url.Query[1..] + "&" : "")}ticket={message.Ticket}" }.Uri;
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.UserAgent.Add(UserAgent);
            if (message.Key is { } key
                && await credentials.FindAsync(key, ended.Token) is { RevokedAt: null } credential
                && CallbackSignature.Create(credential, time.GetUtcNow(), address.PathAndQuery) is { } signature)
            {
                request.Headers.Add(SignatureHeader, signature);
            }

            using var response = await http.SendAsync(request, ended.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The callback of ticket {Ticket} of {Account} failed {Attempts} times and is given up")]
        public static partial void GaveUp(ILogger logger, string ticket, string account, int attempts);
    }
}
