using Magpie.Imaging;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Imagga.Endpoints;

/// <summary><c>/uploads</c>: files that several requests are to look at, kept for a day.</summary>
internal sealed class UploadEndpoints(UploadStore uploads) : IImaggaEndpoints
{
    public IReadOnlyList<ImaggaRoute> Routes =>
    [
        new("/uploads", ["POST"], AddAsync),
        new("/uploads/{upload_id}", ["DELETE"], DeleteAsync),
    ];

    private async Task<ImaggaAnswer> AddAsync(ImaggaCall call, CancellationToken cancellationToken)
    {
        if (call.Parameters.Text("image_url") is not null || call.Parameters.Text("image_upload_id") is not null)
        {
            return ImaggaAnswer.BadRequest("Send the file itself: \"image\" in a multipart form, or \"image_base64\".");
        }

        var (read, error) = await call.Images.ReadAsync("", cancellationToken);
        if (read is null)
        {
            return error!;
        }

        using var file = read;
        if (FileTypes.Sniff(file.Bytes.Span) is null)
        {
            return ImaggaAnswer.BadRequest("This is no image or video of an accepted type: JPEG, PNG, GIF, WebP, HEIC, AVIF, TIFF, BMP, MP4, MPEG, QuickTime, AVI, WebM or Matroska.");
        }

        return ImaggaAnswer.Ok(new UploadResult(await uploads.AddAsync(call.Account, file.Bytes, cancellationToken)), ImaggaJson.Default.UploadResult);
    }

    private async Task<ImaggaAnswer> DeleteAsync(ImaggaCall call, CancellationToken cancellationToken) =>
        await uploads.DeleteAsync(call.Account, call["upload_id"], cancellationToken)
            ? ImaggaAnswer.Ok(new UploadResult(call["upload_id"]), ImaggaJson.Default.UploadResult)
            : ImaggaAnswer.Error(StatusCodes.Status404NotFound, "There is no upload of this id.");
}

/// <summary>How to name the upload in other requests.</summary>
internal sealed record UploadResult(string UploadId);
