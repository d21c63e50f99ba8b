namespace Azure.Storage.Blobs.Models;

/// <summary>How quickly and at what price a block blob can be read.</summary>
public readonly struct AccessTier(string value) : IEquatable<AccessTier>
{
    private readonly string _value = value ?? throw new ArgumentNullException(nameof(value));

    public static AccessTier Hot { get; } = new("Hot");

    public static AccessTier Cool { get; } = new("Cool");

    public static AccessTier Cold { get; } = new("Cold");

    public static AccessTier Archive { get; } = new("Archive");

    public static implicit operator AccessTier(string value) => new(value);

    public static bool operator ==(AccessTier left, AccessTier right) => left.Equals(right);

    public static bool operator !=(AccessTier left, AccessTier right) => !left.Equals(right);

    public bool Equals(AccessTier other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is AccessTier other && Equals(other);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_value ?? "");

    public override string ToString() => _value;
}
