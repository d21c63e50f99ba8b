using System.Diagnostics;
using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Functions.Delivery;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Delivery;

/// <summary>Cloudinary answers 401, 420, 429, 500, nothing, or half an answer.</summary>
[Collection(DeliveryTests.Name)]
public sealed class CloudinaryFailureTests(DeliveryFixture fixture) : IDisposable
{
    private readonly LogLines<CloudinaryDelivery> _log = new();

    private CloudinaryServer Cloudinary => fixture.Cloudinary;

    public void Dispose() => Cloudinary.Faults.Clear();

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_key_that_is_not_accepted_is_told_at_once_and_not_tried_again(int status)
    {
        Cloudinary.Faults.Every(1, CloudinaryFault.Answer(status));

        var (error, calls) = await FailAsync();

        error.Code.ShouldBe(DeliveryErrorCodes.Unauthorized);
        error.Transient.ShouldBeFalse();
        error.Message.ShouldContain("CLOUDINARY_URL");
        calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_that_is_refused_is_not_sent_again_and_the_reason_is_told()
    {
        var request = await fixture.RequestAsync("no picture at all"u8.ToArray());
        using var delivery = Delivery();

        var error = (await delivery.DeliverAsync(request, CancellationToken.None)).ShouldBeOfType<DeliveryFailed>().Error;

        error.Code.ShouldBe(DeliveryErrorCodes.Refused);
        error.Transient.ShouldBeFalse();
        error.Message.ShouldBe("Cloudinary refused the call (HTTP 400): Invalid image file");
        CallsOf(request).ShouldBe(1);
    }

    [Theory]
    [InlineData(420)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_passes_is_tried_again(int status)
    {
        Cloudinary.Faults.Next(CloudinaryFault.Answer(status), times: 2);

        (await DeliverAsync()).ShouldBe(3);
    }

    [Theory]
    [InlineData(420, DeliveryErrorCodes.Throttled)]
    [InlineData(500, DeliveryErrorCodes.Unavailable)]
    public async Task What_does_not_pass_is_given_up_after_a_few_tries(int status, string code)
    {
        Cloudinary.Faults.Every(1, CloudinaryFault.Answer(status));

        var (error, calls) = await FailAsync();

        error.Code.ShouldBe(code);
        error.Transient.ShouldBeTrue();
        calls.ShouldBe(4);
    }

    [Fact]
    public async Task A_pause_that_the_service_asks_for_is_kept()
    {
        Cloudinary.Faults.Next(CloudinaryFault.Answer(429, retryAfterSeconds: 1));
        var started = Stopwatch.GetTimestamp();

        (await DeliverAsync()).ShouldBe(2);

        Stopwatch.GetElapsedTime(started).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.95));
    }

    [Fact]
    public async Task A_longer_pause_than_a_call_can_wait_for_is_handed_on()
    {
        Cloudinary.Faults.Every(1, CloudinaryFault.Answer(429, retryAfterSeconds: 3600));

        var (error, calls) = await FailAsync();

        error.Code.ShouldBe(DeliveryErrorCodes.Throttled);
        error.RetryAfter.ShouldBe(TimeSpan.FromHours(1));
        calls.ShouldBe(1);
    }

    [Fact]
    public async Task No_answer_is_cut_off_and_tried_again()
    {
        Cloudinary.Faults.Next(CloudinaryFault.Silence);
        var options = DeliveryFixture.Quick();
        options.CallTimeout = TimeSpan.FromMilliseconds(500);

        (await DeliverAsync(options)).ShouldBe(2);
    }

    [Fact]
    public async Task No_answer_ever_is_told_as_such()
    {
        Cloudinary.Faults.Every(1, CloudinaryFault.Silence);
        var options = DeliveryFixture.Quick();
        (options.CallTimeout, options.Retries) = (TimeSpan.FromMilliseconds(200), 1);

        var (error, calls) = await FailAsync(options);

        error.Code.ShouldBe(DeliveryErrorCodes.Unavailable);
        error.Message.ShouldBe("Cloudinary did not answer in time.");
        calls.ShouldBe(2);
    }

    [Fact]
    public async Task After_half_an_answer_to_work_that_was_done_there_is_one_asset()
    {
        Cloudinary.Faults.Next(CloudinaryFault.HalfAnswer);
        var request = await fixture.RequestAsync(DeliveryFixture.Photo());
        using var delivery = Delivery();

        var delivered = (await delivery.DeliverAsync(request, CancellationToken.None)).ShouldBeOfType<Delivered>();

        Cloudinary.Find(delivered.PublicId)!.Uploads.ShouldBe(2);
        Cloudinary.Assets.Count(asset => asset.PublicId == delivered.PublicId).ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_makes_no_sense_is_tried_again()
    {
        Cloudinary.Faults.Next(CloudinaryFault.Garbage);

        (await DeliverAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task A_connection_that_breaks_while_sending_is_tried_again()
    {
        Cloudinary.Faults.Next(CloudinaryFault.CutRequest);

        // The server never saw the first call whole.
        (await DeliverAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task An_original_that_changed_is_not_delivered_and_not_tried_again()
    {
        var request = await fixture.RequestAsync(DeliveryFixture.Photo());
        await fixture.OriginalAsync(request.AssetId, DeliveryFixture.Photo(5000));
        using var delivery = Delivery();

        var error = (await delivery.DeliverAsync(request, CancellationToken.None)).ShouldBeOfType<DeliveryFailed>().Error;

        error.Code.ShouldBe(DeliveryErrorCodes.OriginalGone);
        error.Transient.ShouldBeTrue();
        CallsOf(request).ShouldBe(0);
        Cloudinary.Find(MediaNames.PublicId(request.AssetId)).ShouldBeNull();
    }

    [Fact]
    public async Task The_callers_cancellation_ends_a_call_that_hangs()
    {
        Cloudinary.Faults.Every(1, CloudinaryFault.Silence);
        using var delivery = Delivery();
        var request = await fixture.RequestAsync(DeliveryFixture.Photo());

        await ShouldEndAsync(token => delivery.DeliverAsync(request, token));
        await ShouldEndAsync(token => delivery.UpdateAsync(new DeliveryUpdate(request.AssetId, MediaType.Image, "x", ["y"]), token));
        await ShouldEndAsync(token => delivery.DeleteAsync(request.AssetId, MediaType.Image, token));

        async Task ShouldEndAsync(Func<CancellationToken, Task> call)
        {
            // Far below the 20 seconds that a call may take.
            using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            var started = Stopwatch.GetTimestamp();
            await Should.ThrowAsync<OperationCanceledException>(() => call(cancel.Token));
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        }
    }

    [Fact]
    public async Task A_service_that_is_down_for_long_is_left_alone()
    {
        Cloudinary.Faults.Every(1, CloudinaryFault.Answer(500));
        var options = DeliveryFixture.Quick();
        options.Retries = 0;
        using var delivery = Delivery(options);
        var id = AssetId.New(TimeProvider.System);
        for (var call = 0; call < 20; call++)
        {
            await delivery.DeleteAsync(id, MediaType.Image, CancellationToken.None);
        }

        var before = Cloudinary.Calls.Count;
        var error = await delivery.DeleteAsync(id, MediaType.Image, CancellationToken.None);

        Cloudinary.Calls.Count.ShouldBe(before);
        error!.Transient.ShouldBeTrue();
        error.RetryAfter!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task No_message_and_no_log_line_holds_the_key_or_the_secret()
    {
        var messages = new List<string>();
        foreach (var fault in (CloudinaryFault[])
            [CloudinaryFault.Answer(401), CloudinaryFault.Answer(500), CloudinaryFault.Garbage, CloudinaryFault.HalfAnswer, CloudinaryFault.Answer(400)])
        {
            Cloudinary.Faults.Every(1, fault);
            messages.Add((await FailAsync()).Error.ToString());
        }

        _log.Lines.Count.ShouldBeGreaterThan(4);
        foreach (var text in messages.Concat(_log.Lines))
        {
            text.ShouldNotContain(CloudinaryServer.Secret);
            text.ShouldNotContain(CloudinaryServer.Key);
            text.ShouldNotContain("signature=");
        }
    }

    private CloudinaryDelivery Delivery(DeliveryOptions? options = null) => fixture.ToCloudinary(options, _log);

    private int CallsOf(DeliveryRequest request) =>
        Cloudinary.Calls.Count(call => call.Fields.GetValueOrDefault("public_id") == request.AssetId);

    private async Task<int> DeliverAsync(DeliveryOptions? options = null)
    {
        var photo = DeliveryFixture.Photo();
        var request = await fixture.RequestAsync(photo);
        using var delivery = Delivery(options);

        var delivered = (await delivery.DeliverAsync(request, CancellationToken.None)).ShouldBeOfType<Delivered>();

        Cloudinary.Find(delivered.PublicId)!.Sha256.ShouldBe(DeliveryFixture.Sha256(photo));
        return CallsOf(request);
    }

    private async Task<(DeliveryError Error, int Calls)> FailAsync(DeliveryOptions? options = null)
    {
        var request = await fixture.RequestAsync(DeliveryFixture.Photo());
        using var delivery = Delivery(options);
        var error = (await delivery.DeliverAsync(request, CancellationToken.None)).ShouldBeOfType<DeliveryFailed>().Error;
        return (error, CallsOf(request));
    }
}
