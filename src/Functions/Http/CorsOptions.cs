using Microsoft.Extensions.Configuration;

namespace Magpie.Functions.Http;

/// <summary>Setting <c>CORS_ALLOWED_URL</c>: the origins, comma-separated, whose pages may call; none, only our own.</summary>
public sealed class CorsOptions
{
    public const string Setting = "CORS_ALLOWED_URL";

    private const string Any = "*";
    private const int MaxOrigins = 50;

    private CorsOptions(IReadOnlyList<string> origins) => Origins = origins;

    /// <summary>As browsers send them: <c>https://gallery.example</c>; or <c>*</c> alone.</summary>
    public IReadOnlyList<string> Origins { get; }

    public bool AllowsAny => Origins is [Any];

    public bool Allows(string origin) => AllowsAny || Origins.Contains(origin, StringComparer.Ordinal);

    /// <summary>Reads the setting.</summary>
    /// <exception cref="InvalidOperationException">An entry is no origin; names the setting.</exception>
    public static CorsOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        string[] entries = configuration[Setting]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (entries.Length > MaxOrigins)
        {
            throw new InvalidOperationException($"{Setting} names {entries.Length} origins; at most {MaxOrigins} are possible.");
        }

        return new CorsOptions(entries.Contains(Any) ? [Any] : [.. entries.Select(OriginOf).Distinct(StringComparer.Ordinal)]);
    }

    private static string OriginOf(string entry) =>
        Uri.TryCreate(entry, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
            ? uri.GetLeftPart(UriPartial.Authority)
            : throw new InvalidOperationException($"{Setting} must be origins such as https://gallery.example, separated by commas; one is not.");
}
