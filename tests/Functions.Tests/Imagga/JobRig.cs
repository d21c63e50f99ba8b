using System.Text.Json;
using Magpie.Fetching;
using Magpie.Functions.Imagga;
using Magpie.Functions.Imagga.Endpoints;
using Magpie.Functions.Imagga.Jobs;
using Magpie.Functions.Multipart;
using Magpie.Functions.Tests.Delivery;
using Magpie.Ingest;
using Magpie.Uploads;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Imagga;

/// <summary>What works on batches, over the app's storage, with an endpoint <c>/probe</c> of the test's own beside it.</summary>
internal sealed class JobRig(ImaggaFixture fixture, Func<ImaggaCall, CancellationToken, Task<ImaggaAnswer>> probe) : IImaggaEndpoints
{
    public const string Probe = "/probe";

    public string Account { get; } = "a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);

    public TicketStore Tickets { get; } = fixture.App.Services.GetRequiredService<TicketStore>();

    public UsageStore Usage { get; } = fixture.App.Services.GetRequiredService<UsageStore>();

    public LogLines<BatchRunner> Log { get; } = new();

    public IReadOnlyList<ImaggaRoute> Routes => [new(Probe, ["GET", "POST"], probe, IsTechnology: true)];

    public BatchRunner Runner(TimeProvider? time = null) => new(Dispatcher(), Tickets, time ?? TimeProvider.System, Log);

    public ImaggaDispatcher Dispatcher(UsageStore? usage = null)
    {
        var services = fixture.App.Services;
        return new(
            [this],
            new ImaggaRequestReader(services.GetRequiredService<UploadOptions>(), TemporaryFolder.Read(services.GetRequiredService<IConfiguration>())),
            services.GetRequiredService<IImageFetcher>(),
            services.GetRequiredService<UploadStore>(),
            services.GetRequiredService<FaceStore>(),
            services.GetRequiredService<UploadGate>(),
            services.GetRequiredService<UsageLimits>(),
            usage ?? Usage,
            services.GetRequiredService<TicketStore>(),
            TimeProvider.System,
            new ByteBudget(64 << 20));
    }

    /// <summary>A ticket for so many calls of the probe, each with its number as parameter <c>n</c>; nothing works on it yet.</summary>
    public async Task<(JobMessage Message, byte[] Request)> TicketAsync(int calls)
    {
        var request = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            [Probe] = Enumerable.Range(0, calls).Select(n => new { @params = new { n } }).ToArray(),
        });
        return (new JobMessage(Account, await Tickets.AddAsync(Account, request, default), null), request);
    }

    /// <summary>Works on a ticket to its end.</summary>
    public async Task<ReadOnlyMemory<byte>> WorkAsync(JobMessage message, byte[] request, CancellationToken cancellationToken = default) =>
        (await Runner().WorkAsync(message, request, cancellationToken)).ShouldNotBeNull();

    /// <summary>Requests and processed images so far.</summary>
    public async Task<(long Requests, long Processed)> CountsAsync()
    {
        var days = await Usage.DaysAsync(Account, DateTimeOffset.UnixEpoch, default);
        return (days.Sum(day => day.Requests), days.Sum(day => day.Processed));
    }

    /// <summary>An answer of the probe that says which call it was.</summary>
    public static ImaggaAnswer Answer(ImaggaCall call) => ImaggaAnswer.Ok(new UploadResult(call.Parameters.Text("n")!), ImaggaJson.Default.UploadResult, isProcessed: true);

    /// <summary>The calls that a result of a batch answers, in its order.</summary>
    public static IReadOnlyList<string?> Numbers(ReadOnlyMemory<byte> result) =>
        [.. JsonDocument.Parse(result).RootElement.GetProperty(Probe).EnumerateArray().Select(each => each.GetProperty("result").GetProperty("upload_id").GetString())];
}
