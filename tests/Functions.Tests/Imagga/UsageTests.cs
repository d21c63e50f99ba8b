using System.Globalization;
using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables;
using Magpie.Fetching;
using Magpie.Functions.Imagga;
using Magpie.Functions.Imagga.Endpoints;
using Magpie.Functions.Multipart;
using Magpie.Functions.Tests.Ingest;
using Magpie.Ingest;
using Magpie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Tests.Imagga;

/// <summary>Counts of requests: each once, and by day, week and month.</summary>
public sealed class UsageTests(ImaggaFixture fixture) : IClassFixture<ImaggaFixture>
{
    private readonly string _account = "a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 30, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_request_is_counted_once_however_often_its_id_comes()
    {
        var usage = Store();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => usage.CountAsync(_account, "one", 1, default)));
        await usage.CountAsync(_account, "two", 0, default);
        (await usage.DaysAsync(_account, DateTimeOffset.UnixEpoch, default)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            day => day.Requests.ShouldBe(2), day => day.Processed.ShouldBe(1));
    }

    [Fact]
    public async Task Whichever_answer_of_storage_is_lost_a_request_is_counted_once()
    {
        for (var request = 1; ; request++)
        {
            var loss = new LostAnswer(request);
            var account = $"{_account}{request}";
            await Store(loss).CountAsync(account, "first", 1, default);
            await Store(loss).CountAsync(account, "second", 1, default);
            (await Store().DaysAsync(account, DateTimeOffset.UnixEpoch, default)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
                day => day.Requests.ShouldBe(2, $"the answer of request {request}"), day => day.Processed.ShouldBe(2));
            if (!loss.IsLost)
            {
                request.ShouldBeGreaterThan(4);
                return;
            }
        }
    }

    [Fact]
    public async Task Days_weeks_from_monday_and_months_are_each_summed_in_the_history()
    {
        var usage = Store(clock: _time);
        foreach (var (day, requests) in new[] { ("2026-03-30", 1), ("2026-03-31", 2), ("2026-04-01", 4), ("2026-04-05", 8), ("2026-04-06", 16), ("2026-05-01", 32), ("2026-05-04", 64) })
        {
            _time.Advance(DateTimeOffset.Parse($"{day}T23:59:59Z", CultureInfo.InvariantCulture) - _time.GetUtcNow());
            for (var request = 0; request < requests; request++)
            {
                await usage.CountAsync(_account, $"{day} {request}", (request + 1) % 2, default);
            }
        }

        var shown = await ShowAsync(usage);

        History("daily").ShouldBe(new() { ["2026-03-30"] = 1, ["2026-03-31"] = 2, ["2026-04-01"] = 4, ["2026-04-05"] = 8, ["2026-04-06"] = 16, ["2026-05-01"] = 32, ["2026-05-04"] = 64 });
        History("weekly").ShouldBe(new() { ["2026-03-30"] = 15, ["2026-04-06"] = 16, ["2026-04-27"] = 32, ["2026-05-04"] = 64 });
        History("monthly").ShouldBe(new() { ["2026-03-01"] = 3, ["2026-04-01"] = 28, ["2026-05-01"] = 96 });
        Number("daily_requests").ShouldBe(64);
        Number("daily_processed").ShouldBe(32);
        Number("weekly_requests").ShouldBe(64);
        Number("monthly_requests").ShouldBe(96);
        Number("monthly_processed").ShouldBe(48);
        Number("total_requests").ShouldBe(127);
        Number("total_processed").ShouldBe(64);
        Number("last_usage").ShouldBe(_time.GetUtcNow().ToUnixTimeSeconds());
        shown.GetProperty("billing_period_start").GetString().ShouldBe("1 of May, 2026");
        shown.GetProperty("billing_period_end").GetString().ShouldBe("1 of Jun, 2026");

        long Number(string name) => shown.GetProperty(name).GetInt64();

        Dictionary<string, long> History(string name) => shown.GetProperty(name).EnumerateObject().ToDictionary(
            period => DateTimeOffset.FromUnixTimeSeconds(long.Parse(period.Name, CultureInfo.InvariantCulture))
                .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            period => period.Value.GetInt64());
    }

    private UsageStore Store(LostAnswer? loss = null, TimeProvider? clock = null)
    {
        var options = new TableClientOptions();
        options.Retry.Delay = TimeSpan.FromMilliseconds(10);
        if (loss is not null)
        {
            options.AddPolicy(loss, HttpPipelinePosition.PerRetry);
        }

        return new(new TableServiceClient(fixture.Storage.ConnectionString, options).GetTableClient(UsageStore.Table), clock ?? TimeProvider.System, new Random(7));
    }

    /// <summary>What <c>/usage?history=1</c> answers now.</summary>
    private async Task<JsonElement> ShowAsync(UsageStore usage)
    {
        var services = fixture.App.Services;
        var options = services.GetRequiredService<IOptions<ImaggaOptions>>();
        var endpoints = new UsageEndpoints(usage, new UsageLimits(usage, options, _time), options, _time);
        var parameters = new ImaggaParameters();
        parameters.Add("history", "1");
        await using var images = new ImaggaImages(
            _account, parameters, new Dictionary<string, ReceivedFile>(), services.GetRequiredService<IImageFetcher>(), services.GetRequiredService<UploadStore>(), new ByteBudget(1));
        var answer = await endpoints.Routes[0].AnswerAsync(new ImaggaCall(_account, "GET", new Dictionary<string, string>(), parameters, images, default), default);
        using var body = new MemoryStream();
        await using (var json = new Utf8JsonWriter(body))
        {
            answer.Write(json);
        }

        return JsonDocument.Parse(body.ToArray()).RootElement.GetProperty("result");
    }
}
