using System.Globalization;
using System.Text;

namespace Azure.Storage.Sas;

/// <summary>The query of a signed address.</summary>
public class SasQueryParameters
{
    /// <summary>The service version that a SAS of this library is signed for.</summary>
    public const string DefaultSasVersion = "2026-10-06";

    private readonly Dictionary<string, string> _values;

    protected SasQueryParameters()
        : this(new Dictionary<string, string>(StringComparer.Ordinal))
    {
    }

    protected SasQueryParameters(IDictionary<string, string> values) =>
        _values = values as Dictionary<string, string> ?? new Dictionary<string, string>(values, StringComparer.Ordinal);

    public string? Version => Value("sv");

    public SasProtocol Protocol => Value("spr") switch
    {
        "https" => SasProtocol.Https,
        "https,http" => SasProtocol.HttpsAndHttp,
        _ => SasProtocol.None,
    };

    public DateTimeOffset StartsOn => Date("st");

    public DateTimeOffset ExpiresOn => Date("se");

    public SasIPRange IPRange => Value("sip") is { } range ? SasIPRange.Parse(range) : default;

    public string? Identifier => Value("si");

    public string? Resource => Value("sr");

    public string? Permissions => Value("sp");

    public string? Signature => Value("sig");

    public string? CacheControl => Value("rscc");

    public string? ContentDisposition => Value("rscd");

    public string? ContentEncoding => Value("rsce");

    public string? ContentLanguage => Value("rscl");

    public string? ContentType => Value("rsct");

    /// <summary>The parameters as a query, without a question mark.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(256);
        foreach (var (name, value) in _values)
        {
            text.Append(text.Length == 0 ? "" : "&").Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return text.ToString();
    }

    internal static string Format(DateTimeOffset time) =>
        time == default ? "" : time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    internal static string Format(SasProtocol protocol) => protocol switch
    {
        SasProtocol.Https => "https",
        SasProtocol.HttpsAndHttp => "https,http",
        _ => "",
    };

    internal string? Value(string name) => _values.GetValueOrDefault(name);

    internal DateTimeOffset Date(string name) =>
        Value(name) is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : default;
}
