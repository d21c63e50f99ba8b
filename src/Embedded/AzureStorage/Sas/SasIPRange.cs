using System.Net;

namespace Azure.Storage.Sas;

/// <summary>The addresses a SAS may be used from; the default value is no limit.</summary>
public readonly struct SasIPRange(IPAddress start, IPAddress? end = null) : IEquatable<SasIPRange>
{
    public IPAddress Start => start ?? IPAddress.None;

    public IPAddress End => end ?? IPAddress.None;

    public static bool operator ==(SasIPRange left, SasIPRange right) => left.Equals(right);

    public static bool operator !=(SasIPRange left, SasIPRange right) => !left.Equals(right);

    public static SasIPRange Parse(string s)
    {
        var dash = s.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? new(IPAddress.Parse(s)) : new(IPAddress.Parse(s[..dash]), IPAddress.Parse(s[(dash + 1)..]));
    }

    public bool Equals(SasIPRange other) => Start.Equals(other.Start) && End.Equals(other.End);

    public override bool Equals(object? obj) => obj is SasIPRange other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Start, End);

    public override string ToString() =>
        Equals(Start, IPAddress.None) ? "" : Equals(End, IPAddress.None) ? Start.ToString() : $"{Start}-{End}";
}
