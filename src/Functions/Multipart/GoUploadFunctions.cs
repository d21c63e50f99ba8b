using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Functions.Assets;
using Magpie.Functions.Http;
using Magpie.Ingest;
using Magpie.Search;
using Magpie.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Multipart;

/// <summary>The upload of the Go service, in its words: the file comes with the request, and the answer when it is delivered.</summary>
public sealed class GoUploadFunctions(GoUpload upload)
{
    public const string Upload = "GoUpload";

    [Function(Upload)]
    public Task<IResult> UploadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/upload")] HttpRequest request, CancellationToken cancellationToken) =>
        upload.AcceptAsync(request, request.HttpContext.GetCaller(), cancellationToken);
}

/// <summary>Waits for a turn, reads the form, files it, and answers as the Go service does.</summary>
public sealed class GoUpload
{
    /// <summary>What a form has beside the file. Bytes.</summary>
    private const int FormOverhead = 8 << 20;

    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(5);

    private readonly UploadGate _gate;
    private readonly UploadFormReader _reader;
    private readonly DirectUpload _direct;
    private readonly SearchFreshness _search;
    private readonly UploadOptions _limits;

    internal GoUpload(UploadGate gate, UploadFormReader reader, DirectUpload direct, SearchFreshness search, UploadOptions limits) =>
        (_gate, _reader, _direct, _search, _limits) = (gate, reader, direct, search, limits);

    public async Task<IResult> AcceptAsync(HttpRequest request, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var largest = Math.Max(_limits.MaxImageBytes, _limits.MaxVideoBytes);
        if (request.ContentLength > largest + FormOverhead)
        {
            return Error(FormError.TooLarge(largest));
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = largest + FormOverhead;
        }

        // A client that leaves while its file is read is gone with all of it; once the file is here, the work is done without it.
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, request.HttpContext.RequestAborted);
        using var place = await _gate.EnterAsync(request.ContentLength, reading.Token);
        if (place is null)
        {
            return Error(new FormError(StatusCodes.Status503ServiceUnavailable, "Too many uploads at once. Try again in a few seconds."));
        }

        try
        {
            var (form, error) = await _reader.ReadAsync(request, place, reading.Token);
            if (form is null)
            {
                return Error(error!);
            }

            await using (form.File)
            {
                var result = await _direct.AcceptAsync(caller, form.Describe(), form.File, cancellationToken);
                _search.Added(caller.Account);
                return Answer(result, request);
            }
        }
        catch (NoRoomException)
        {
            return Error(new FormError(
                StatusCodes.Status503ServiceUnavailable, "There is no room for large files just now (TEMP_DIR). Try again later, or send a smaller one."));
        }
    }

    private static IResult Answer(DirectUploadResult result, HttpRequest request) => result switch
    {
        DirectUploadResult.Refused refused => Error(new FormError(StatusCodes.Status400BadRequest, refused.Errors[0].Message)),
        DirectUploadResult.Settled { Asset: { State: AssetState.Ready } ready } => new JsonAnswer<GoUploadResponse>(
            new(true, UrlsResponse.From(ready.Urls!, PublicHost.Of(request)).Original, ready.PublicId!, ready.Tags), MagpieJson.Default.GoUploadResponse),
        DirectUploadResult.Settled { Asset: { State: AssetState.Rejected, Error: { } error } } => Error(Rejected(error)),
        DirectUploadResult.Settled { Asset.Error: { } error } => Error(
            new FormError(StatusCodes.Status500InternalServerError, $"Failed to upload to Cloudinary: {error.Message}")),
        _ => Error(new FormError(StatusCodes.Status500InternalServerError, "Failed to upload to Cloudinary: the asset was deleted meanwhile.")),
    };

    private static FormError Rejected(AssetError error) => error.Code switch
    {
        RejectionCodes.UnsupportedType or RejectionCodes.TypeMismatch => FormError.InvalidType,
        RejectionCodes.TooLarge => new(StatusCodes.Status413PayloadTooLarge, error.Message),
        _ => new(StatusCodes.Status400BadRequest, error.Message),
    };

    private static GoErrorAnswer Error(FormError error) =>
        new(error, error.Status == StatusCodes.Status503ServiceUnavailable ? BusyPause : null);
}
