using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Assets;

/// <summary>The address under which a client knows this service.</summary>
internal static class PublicHost
{
    /// <summary>
    /// Scheme and host of the request. In front of the app stands at least the Functions host, which speaks http to it and says in
    /// <c>X-Forwarded-Proto</c> what the client spoke. Only the client's own answer depends on it.
    /// </summary>
    public static string Of(HttpRequest request)
    {
        var scheme = request.Headers["X-Forwarded-Proto"].ToString() is "https" ? Uri.UriSchemeHttps : request.Scheme;
        return $"{scheme}://{request.Host.ToUriComponent()}";
    }
}
