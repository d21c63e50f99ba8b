using Magpie.Imaging;
using Magpie.Uploads;

namespace Magpie.Functions.Multipart;

/// <summary>What a multipart request held.</summary>
/// <param name="File">All of it; belongs to whoever read the form.</param>
/// <param name="Type">By the leading bytes.</param>
/// <param name="Name">As the client gave it, without a path.</param>
internal sealed record UploadForm(ReceivedFile File, FileType Type, string Name, string? Title, IReadOnlyList<string> Tags)
{
    /// <summary>What the rules are held against.</summary>
    public UploadFile Describe() => new()
    {
        Name = Name,
        ContentType = Type.MediaType(),
        Size = File.Bytes,
        Title = Title,
        Tags = Tags,
    };
}

/// <summary>Why a form was not read to its end, as an answer of the Go service.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Message">For the member <c>error</c>.</param>
internal sealed record FormError(int Status, string Message)
{
    public static FormError NoFile { get; } = new(400, "No file provided");

    public static FormError InvalidType { get; } = new(400, "Invalid file type. Only images and videos are allowed.");

    public static FormError Malformed { get; } = new(400, "The form could not be read: send multipart/form-data with a part named \"file\".");

    public static FormError TooLarge(long limit) =>
        new(413, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The file is too large: at most {limit:N0} bytes are accepted."));
}
