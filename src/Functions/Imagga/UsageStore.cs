using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Magpie.Functions.Storage;

namespace Magpie.Functions.Imagga;

/// <summary>
/// Table <c>usage</c>, a partition an account: a row a day with its counts, and a row a request, added in the transaction that counts it: a
/// request whose answer was lost on the way is not counted again.
/// </summary>
public sealed class UsageStore(TableClient table, TimeProvider time, Random jitter)
{
    public const string Table = "usage";

    private const string DayPrefix = "d~";
    private const string RequestPrefix = "r~";
    private const string Requests = "Requests";
    private const string Processed = "Processed";
    private const string LastAt = "LastAt";
    private const int Attempts = 30;

    /// <summary>How long a request is remembered: longer than anything retries.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(2);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Within one process the counts of an account are written one after the other: they would only collide.</summary>
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Counts a request, and the images that were looked at for it, once, however often it is called with its id.</summary>
    public async Task CountAsync(string account, string requestId, int processed, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var marker = new TableEntity(account, $"{RequestPrefix}{requestId}");
        var row = DayPrefix + DayOf(now);
        var turn = _turns[(uint)StringComparer.Ordinal.GetHashCode(account) % (uint)_turns.Length];
        await turn.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var found = await table.GetEntityIfExistsAsync<TableEntity>(account, row, cancellationToken: cancellationToken);
                var day = found is { HasValue: true, Value: { } known } ? known : null;
                var next = new TableEntity(account, row)
                {
                    [Requests] = (day?.GetInt64(Requests) ?? 0) + 1,
                    [Processed] = (day?.GetInt64(Processed) ?? 0) + processed,
                    [LastAt] = now.ToUnixTimeSeconds(),
                };
                try
                {
                    await table.SubmitTransactionAsync(
                        [
                            new TableTransactionAction(TableTransactionActionType.Add, marker),
                            day is null
                                ? new TableTransactionAction(TableTransactionActionType.Add, next)
                                : new TableTransactionAction(TableTransactionActionType.UpdateReplace, next, day.ETag),
                        ],
                        cancellationToken);
                    return;
                }
                catch (RequestFailedException exception) when (exception.Status is 409 or 412)
                {
                    var counted = await table.GetEntityIfExistsAsync<TableEntity>(account, marker.RowKey, ["RowKey"], cancellationToken);
                    if (counted.HasValue)
                    {
                        return;
                    }

                    if (attempt == Attempts)
                    {
                        throw;
                    }
                }

                var pause = Math.Min(LongestPause.TotalMilliseconds, 4 * Math.Pow(2, Math.Min(attempt, 6)));
                await Task.Delay(TimeSpan.FromMilliseconds(pause * (0.5 + (jitter.NextDouble() / 2))), time, cancellationToken);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Every day with its counts from one on, in order.</summary>
    internal async Task<IReadOnlyList<UsageDay>> DaysAsync(string account, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var days = new List<UsageDay>();
        var rows = table.QueryAsync<TableEntity>(
            $"PartitionKey eq '{account}' and RowKey ge '{DayPrefix}{DayOf(from)}' and RowKey lt '{DayPrefix}~'", cancellationToken: cancellationToken);
        await foreach (var row in rows)
        {
            days.Add(new(
                DateTimeOffset.ParseExact(row.RowKey.AsSpan(DayPrefix.Length), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                row.GetInt64(Requests) ?? 0,
                row.GetInt64(Processed) ?? 0,
                row.GetInt64(LastAt) ?? 0));
        }

        return days;
    }

    /// <summary>Forgets single requests that nothing can repeat any more.</summary>
    public Task SweepAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - Remembered;
        var rows = table.QueryAsync<TableEntity>(
            $"RowKey ge '{RequestPrefix}' and RowKey lt '{RequestPrefix}~'", 1_000, ["PartitionKey", "RowKey", "Timestamp"], cancellationToken);
        return table.DeleteAsync(rows.Where(row => row.Timestamp < before), cancellationToken);
    }

    private static string DayOf(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}

/// <summary>What an account asked on a day.</summary>
/// <param name="Start">Midnight UTC.</param>
/// <param name="Processed">Images that were looked at.</param>
/// <param name="LastAt">The last request, seconds since 1970.</param>
internal sealed record UsageDay(DateTimeOffset Start, long Requests, long Processed, long LastAt);
