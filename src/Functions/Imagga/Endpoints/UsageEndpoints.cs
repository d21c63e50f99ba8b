using System.Globalization;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Imagga.Endpoints;

/// <summary><c>/usage</c>: what the account asked, by day, week (from Monday) and calendar month, UTC.</summary>
internal sealed class UsageEndpoints(UsageStore usage, UsageLimits limits, IOptions<ImaggaOptions> options, TimeProvider time) : IImaggaEndpoints
{
    public IReadOnlyList<ImaggaRoute> Routes => [new("/usage", ["GET"], ReadAsync)];

    private async Task<ImaggaAnswer> ReadAsync(ImaggaCall call, CancellationToken cancellationToken)
    {
        var withHistory = call.Parameters.Flag("history", missing: false);
        var withConcurrency = call.Parameters.Flag("concurrency", missing: false);
        if (call.Parameters.Problem is { } problem)
        {
            return ImaggaAnswer.BadRequest(problem);
        }

        var now = time.GetUtcNow();
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var (week, month) = (WeekOf(today), MonthOf(today));
        var days = await usage.DaysAsync(call.Account, DateTimeOffset.UnixEpoch, cancellationToken);
        var (monthly, most) = options.Value.Of(call.Account);
        var (thisDay, thisWeek, thisMonth) = (
            days.Where(day => day.Start == today).ToArray(), days.Where(day => day.Start >= week).ToArray(), days.Where(day => day.Start >= month).ToArray());
        return ImaggaAnswer.Ok(
            new UsageResult
            {
                BillingPeriodEnd = Named(month.AddMonths(1)),
                BillingPeriodStart = Named(month),
                Concurrency = withConcurrency ? new ConcurrencyResult(most, limits.NowOf(call.Account)) : null,
                Daily = withHistory ? History(days, day => day) : null,
                DailyFor = Named(today),
                DailyProcessed = Processed(thisDay),
                DailyRequests = Requests(thisDay),
                LastUsage = days.Count == 0 ? null : days[^1].LastAt,
                Monthly = withHistory ? History(days, MonthOf) : null,
                MonthlyLimit = monthly,
                MonthlyProcessed = Processed(thisMonth),
                MonthlyRequests = Requests(thisMonth),
                TotalProcessed = Processed(days),
                TotalRequests = Requests(days),
                Weekly = withHistory ? History(days, WeekOf) : null,
                WeeklyProcessed = Processed(thisWeek),
                WeeklyRequests = Requests(thisWeek),
            },
            ImaggaJson.Default.UsageResult);
    }

    private static long Processed(IEnumerable<UsageDay> days) => days.Sum(day => day.Processed);

    private static long Requests(IEnumerable<UsageDay> days) => days.Sum(day => day.Requests);

    private static Dictionary<string, long> History(IEnumerable<UsageDay> days, Func<DateTimeOffset, DateTimeOffset> periodOf) =>
        days.GroupBy(day => periodOf(day.Start)).ToDictionary(
            period => period.Key.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Requests, StringComparer.Ordinal);

    private static DateTimeOffset WeekOf(DateTimeOffset day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static DateTimeOffset MonthOf(DateTimeOffset day) => new(day.Year, day.Month, 1, 0, 0, 0, TimeSpan.Zero);

    private static string Named(DateTimeOffset day) => day.ToString("d' of 'MMM, yyyy", CultureInfo.InvariantCulture);
}

/// <summary>What an account asked; the names are the API's, in its order.</summary>
internal sealed record UsageResult
{
    /// <summary>The first day that is not in it.</summary>
    public required string BillingPeriodEnd { get; init; }

    public required string BillingPeriodStart { get; init; }

    public ConcurrencyResult? Concurrency { get; init; }

    /// <summary>Requests by the second at which the day began.</summary>
    public IReadOnlyDictionary<string, long>? Daily { get; init; }

    public required string DailyFor { get; init; }

    public long DailyProcessed { get; init; }

    public long DailyRequests { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public long? LastUsage { get; init; }

    public IReadOnlyDictionary<string, long>? Monthly { get; init; }

    /// <summary>Images a month; left out when there is no limit.</summary>
    public long? MonthlyLimit { get; init; }

    public long MonthlyProcessed { get; init; }

    public long MonthlyRequests { get; init; }

    public long TotalProcessed { get; init; }

    public long TotalRequests { get; init; }

    public IReadOnlyDictionary<string, long>? Weekly { get; init; }

    public long WeeklyProcessed { get; init; }

    public long WeeklyRequests { get; init; }
}

/// <summary>Requests at once on this instance.</summary>
internal sealed record ConcurrencyResult(int Max, int Now);
