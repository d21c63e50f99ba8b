using System.Globalization;
using Magpie.Fetching;

namespace Magpie.Functions.Fetching;

/// <summary>The sentences for each way a fetch may end without a file. None repeats the URL or anything the server said.</summary>
internal static class FetchRefusals
{
    public static FetchResult.Refused Busy { get; } =
        new(FetchCodes.Busy, "Too many files are being fetched at the moment. Try again in a few seconds.");

    public static FetchResult.Refused Unreachable { get; } =
        new(FetchCodes.Unreachable, "The server could not be connected to. Check the URL, or try again later.");

    public static FetchResult.Refused BrokeOff { get; } =
        new(FetchCodes.Unreachable, "The server's answer broke off, or was none of HTTP. Try again later.");

    public static FetchResult.Refused Empty { get; } =
        new(FetchCodes.NotAnImage, "The server answered with an empty file. Use the URL of the image itself.");

    public static FetchResult.Refused NotAnImage { get; } = new(
        FetchCodes.NotAnImage,
        "What is at the URL is no image of an accepted type (JPEG, PNG, GIF, WebP, HEIC, AVIF, TIFF, BMP). Use the URL of the image itself, not of a page that shows it.");

    public static FetchResult.Refused NotMedia { get; } = new(
        FetchCodes.NotAnImage,
        "What is at the URL is no image or video of an accepted type. Use the URL of the file itself, not of a page that shows it.");

    public static FetchResult.Refused Packed { get; } =
        new(FetchCodes.NotAnImage, "The file is compressed for transport in a way that cannot be unpacked. Serve it without Content-Encoding.");

    private static FetchResult.Refused NotPublic { get; } = new(
        FetchCodes.NotPublic,
        "The URL, or what it redirects to, is not on the public Internet, or is no URL of http or https. Use one that everybody can open.");

    private static FetchResult.Refused NoHost { get; } =
        new(FetchCodes.Unreachable, "The host name could not be resolved. Check the URL.");

    private static FetchResult.Refused NoTls { get; } =
        new(FetchCodes.Unreachable, "The server's certificate is not valid, or TLS failed otherwise. Use another URL.");

    public static FetchResult.Refused Timeout(TimeSpan limit) =>
        new(FetchCodes.Timeout, Text($"The file did not arrive within {limit.TotalSeconds:0.#} seconds. Try again, or upload the file instead."));

    public static FetchResult.Refused TooLarge(long limit) =>
        new(FetchCodes.TooLarge, Text($"The file has more than {limit:N0} bytes, which is the limit. Use a smaller one."));

    public static FetchResult.Refused Status(HttpResponseMessage response) => GuardedHttp.IsRedirect(response.StatusCode)
        ? new(FetchCodes.TooManyRedirects, "The URL redirects too often, or nowhere. Use the URL that it leads to in the end.")
        : new(FetchCodes.HttpStatus, Text($"The server answered {(int)response.StatusCode} instead of the file. Check that everybody may open the URL."));

    /// <summary>What an exchange that came to nothing is called.</summary>
    public static FetchResult.Refused Of(Exception exception) => exception switch
    {
        { InnerException: FetchRefusedException } => NotPublic,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => NoHost,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => NoTls,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => Unreachable,
        _ => BrokeOff,
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
