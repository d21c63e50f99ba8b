using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Functions.Delivery;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Delivery;

/// <summary>Large files go in chunks; a chunk that breaks is sent again, not the file.</summary>
[Collection(DeliveryTests.Name)]
public sealed class ChunkRetryTests(DeliveryFixture fixture) : IDisposable
{
    private const int MB = 1024 * 1024;
    private const int Chunk = 6 * MB;

    /// <summary>Three whole chunks and a rest.</summary>
    private static readonly byte[] Video = DeliveryFixture.Video((3 * Chunk) + MB);

    private readonly LogLines<CloudinaryDelivery> _log = new();

    private CloudinaryServer Cloudinary => fixture.Cloudinary;

    public void Dispose() => Cloudinary.Faults.Clear();

    [Fact]
    public async Task A_chunk_whose_connection_breaks_in_the_middle_is_sent_again_alone()
    {
        var (request, delivered) = await DeliverAsync(CloudinaryFault.CutRequest, everyNth: 2);

        // Calls that broke never arrived whole: what did arrive is each chunk, once, under one upload id.
        var calls = CallsOf(request);
        calls.Select(call => call.ContentRange!.Split('/')[0]).ShouldBe(
            [$"bytes 0-{Chunk - 1}", $"bytes {Chunk}-{(2 * Chunk) - 1}", $"bytes {2 * Chunk}-{(3 * Chunk) - 1}", $"bytes {3 * Chunk}-{Video.Length - 1}"]);
        calls.Select(call => call.UploadId).Distinct().ShouldHaveSingleItem();
        IsWhole(delivered);
        _log.Lines.ShouldContain(line => line.Contains("3 chunks were sent again", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    public async Task A_chunk_that_the_service_fails_on_is_sent_again_alone(int status)
    {
        var (request, delivered) = await DeliverAsync(CloudinaryFault.Answer(status), everyNth: 2);

        var calls = CallsOf(request);
        calls.Count.ShouldBe(7);
        calls.Select(call => call.UploadId).Distinct().ShouldHaveSingleItem();
        IsWhole(delivered);
    }

    [Fact]
    public async Task A_chunk_that_is_not_answered_in_time_is_sent_again_alone()
    {
        var options = Options();
        options.CallTimeout = TimeSpan.FromSeconds(2);

        var (request, delivered) = await DeliverAsync(CloudinaryFault.Silence, everyNth: 3, options);

        CallsOf(request).Select(call => call.UploadId).Distinct().ShouldHaveSingleItem();
        IsWhole(delivered);
    }

    [Fact]
    public async Task A_chunk_that_the_service_has_already_leads_to_one_asset_under_one_id()
    {
        var request = await fixture.RequestAsync(Video, MediaType.Video);
        using var delivery = fixture.ToCloudinary(Options(), _log);
        Cloudinary.Faults.Every(4, CloudinaryFault.HalfAnswer);
        var delivering = delivery.DeliverAsync(request, CancellationToken.None);
        using (var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30)))
        {
            while (CallsOf(request).Count < 4)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), limit.Token);
            }
        }

        Cloudinary.Faults.Clear();
        var delivered = (await delivering).ShouldBeOfType<Delivered>();

        // The answer to the last chunk was lost; the service takes no chunk of an upload that is complete, so the file went again.
        CallsOf(request).Select(call => call.UploadId).Distinct().Count().ShouldBe(2);
        Cloudinary.Assets.Count(asset => asset.PublicId == delivered.PublicId).ShouldBe(1);
        Cloudinary.Find(delivered.PublicId, "video")!.Sha256.ShouldBe(DeliveryFixture.Sha256(Video));
    }

    [Fact]
    public async Task A_chunk_that_never_gets_through_is_given_up_after_its_retries_and_the_file_is_not_started_over()
    {
        Cloudinary.Faults.Every(1, CloudinaryFault.Answer(500));
        var request = await fixture.RequestAsync(Video, MediaType.Video);
        var options = Options();
        using var delivery = fixture.ToCloudinary(options, _log);

        var error = (await delivery.DeliverAsync(request, CancellationToken.None)).ShouldBeOfType<DeliveryFailed>().Error;

        (error.Code, error.Transient).ShouldBe((DeliveryErrorCodes.Unavailable, true));
        CallsOf(request).Count.ShouldBe(1 + options.Retries);
        CallsOf(request).Select(call => call.UploadId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_key_that_is_not_accepted_is_told_at_once_for_a_chunk_too()
    {
        Cloudinary.Faults.Every(1, CloudinaryFault.Answer(401));
        var request = await fixture.RequestAsync(Video, MediaType.Video);
        using var delivery = fixture.ToCloudinary(Options(), _log);

        var error = (await delivery.DeliverAsync(request, CancellationToken.None)).ShouldBeOfType<DeliveryFailed>().Error;

        error.Code.ShouldBe(DeliveryErrorCodes.Unauthorized);
        CallsOf(request).Count.ShouldBe(1);
    }

    [Fact]
    public async Task More_large_files_than_chunks_may_be_in_memory_are_delivered_all_the_same()
    {
        var options = Options();
        options.MaxChunksInMemory = 1;
        using var delivery = fixture.ToCloudinary(options, _log);
        var requests = new List<DeliveryRequest>();
        for (var number = 0; number < 3; number++)
        {
            requests.Add(await fixture.RequestAsync(Video, MediaType.Video));
        }

        var results = await Task.WhenAll(requests.Select(request => delivery.DeliverAsync(request, CancellationToken.None)));

        results.ShouldAllBe(result => result is Delivered);
        requests.ForEach(request => CallsOf(request).Count.ShouldBe(4));
    }

    private static DeliveryOptions Options()
    {
        var options = DeliveryFixture.Quick();
        options.ChunkBytes = Chunk;
        return options;
    }

    private async Task<(DeliveryRequest Request, Delivered Delivered)> DeliverAsync(CloudinaryFault fault, int everyNth, DeliveryOptions? options = null)
    {
        var request = await fixture.RequestAsync(Video, MediaType.Video);
        using var delivery = fixture.ToCloudinary(options ?? Options(), _log);
        Cloudinary.Faults.Every(everyNth, fault);
        return (request, (await delivery.DeliverAsync(request, CancellationToken.None)).ShouldBeOfType<Delivered>());
    }

    private void IsWhole(Delivered delivered)
    {
        var asset = Cloudinary.Find(delivered.PublicId, "video").ShouldNotBeNull();
        (asset.Sha256, asset.Uploads).ShouldBe((DeliveryFixture.Sha256(Video), 1));
    }

    private IReadOnlyList<CloudinaryCall> CallsOf(DeliveryRequest request) =>
        [.. Cloudinary.Calls.Where(call => call.Fields.GetValueOrDefault("public_id") == request.AssetId)];
}
