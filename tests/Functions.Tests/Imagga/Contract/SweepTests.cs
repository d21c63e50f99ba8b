using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Magpie.Functions.Imagga;
using Magpie.Functions.Imagga.Jobs;
using Magpie.Functions.Tests.Hosting;
using Magpie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static Magpie.Functions.Tests.Imagga.Contract.ContractFixture;

namespace Magpie.Functions.Tests.Imagga.Contract;

/// <summary>What is kept for a day is there for a day, and is removed afterwards; what is younger, and what is counted, stays.</summary>
public sealed class SweepTests : IAsyncLifetime
{
    private readonly Ahead _time = new();
    private RunningApp _app = null!;
    private HttpClient _client = null!;

    private Azurite Storage { get; } = new();

    public async Task InitializeAsync()
    {
        await Storage.StartAsync();
        _app = await RunningApp.StartAsync(Storage.ConnectionString, _time, "--AzureWebJobs:ImaggaJob:Disabled=true");
        (await _app.Anonymous.GetAsync("/healthz")).EnsureSuccessStatusCode();
        (_client, _) = await _app.SignInAsync("day");
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await Storage.DisposeAsync();
    }

    [Fact]
    public async Task Uploads_tickets_and_faces_go_after_a_day_and_single_requests_after_two_hours_but_not_what_they_counted()
    {
        var old = await AddAsync();
        (await RowsAsync(UsageStore.Table)).Count(row => row.StartsWith("r~", StringComparison.Ordinal)).ShouldBe(2);
        await SweepAsync();
        (await RowsAsync(UsageStore.Table)).Count(row => row.StartsWith("r~", StringComparison.Ordinal)).ShouldBe(2);

        _time.By = TimeSpan.FromHours(24) - TimeSpan.FromMinutes(2);
        await SweepAsync();
        (await LeftAsync()).ShouldBe([old.Upload, old.Ticket, old.Face], ignoreOrder: true);
        (await RowsAsync(UsageStore.Table)).ShouldHaveSingleItem().ShouldStartWith("d~");
        var young = await AddAsync();

        _time.By = TimeSpan.FromHours(24) + TimeSpan.FromMinutes(2);
        await SweepAsync();
        (await LeftAsync()).ShouldBe([young.Upload, young.Ticket, young.Face], ignoreOrder: true);
        (await ResultAsync(_client.GetAsync("/v2/usage"))).GetProperty("total_requests").GetInt32().ShouldBe(4);
    }

    private async Task<(string Upload, string Ticket, string Face)> AddAsync()
    {
        var upload = await ResultAsync(_client.PostAsync("/v2/uploads", ImaggaFixture.Form(Scene)));
        var ticket = await ResultAsync(_client.PostAsync("/v2/batches", Hosting.Http.Json("""{"/colors":[{"params":{"image_upload_id":"x"}}]}""")));
        var face = await _app.Services.GetRequiredService<FaceStore>().AddAsync("day", [new("a@1", [1])], default);
        return (upload.GetProperty("upload_id").GetString()!, ticket.GetProperty("ticket_id").GetString()!, face[0]);
    }

    private Task SweepAsync() => _app.Services.GetRequiredService<ImaggaDispatcher>().SweepAsync(default);

    /// <summary>Ids of uploads, tickets and faces that are in storage.</summary>
    private async Task<List<string>> LeftAsync()
    {
        var left = await RowsAsync(FaceStore.Table);
        foreach (var container in new[] { UploadStore.Container, TicketStore.Container })
        {
            await foreach (var blob in new BlobServiceClient(Storage.ConnectionString).GetBlobContainerClient(container).GetBlobsAsync(new Azure.Storage.Blobs.Models.GetBlobsOptions()))
            {
                left.Add(blob.Name.Split('/')[1]);
            }
        }

        return left;
    }

    private async Task<List<string>> RowsAsync(string table)
    {
        var rows = new List<string>();
        await foreach (var row in new TableServiceClient(Storage.ConnectionString).GetTableClient(table).QueryAsync<TableEntity>("PartitionKey eq 'day'"))
        {
            rows.Add(row.RowKey);
        }

        return rows;
    }

    /// <summary>A clock that is ahead by so much as it is told; its timers run as always, so that nothing has to catch up a day of them.</summary>
    private sealed class Ahead : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + By;
    }
}
