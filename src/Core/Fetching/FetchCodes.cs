namespace Magpie.Fetching;

/// <summary>Why a file was not fetched.</summary>
public static class FetchCodes
{
    /// <summary>No URL of http or https, or one with a user name or password.</summary>
    public const string BadUrl = "bad-url";

    /// <summary>The host, or that of a redirect, has an address that is private, local or reserved.</summary>
    public const string NotPublic = "not-public";

    /// <summary>No such host, no connection, no valid certificate, or an answer that broke off.</summary>
    public const string Unreachable = "unreachable";

    public const string Timeout = "timeout";

    public const string TooLarge = "too-large";

    public const string TooManyRedirects = "too-many-redirects";

    /// <summary>What came is no image, or no image or video, of an accepted type.</summary>
    public const string NotAnImage = "not-an-image";

    /// <summary>The server answered, but not with 200.</summary>
    public const string HttpStatus = "http-status";

    /// <summary>So much is being fetched that this one had to wait too long; nothing was asked of its server.</summary>
    public const string Busy = "busy";
}
