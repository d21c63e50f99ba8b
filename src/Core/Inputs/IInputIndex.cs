namespace Magpie.Inputs;

/// <summary>Which asset goes by an id that a client chose, and which came from a URL.</summary>
public interface IInputIndex
{
    /// <summary>The asset that goes by the key; null when none does. It may be gone by now.</summary>
    Task<string?> FindAsync(string account, InputKey key, CancellationToken cancellationToken);

    /// <summary>Lets the asset go by the key, if no other does. Answers the one that does: this one, or the other.</summary>
    Task<string> ClaimAsync(string account, InputKey key, string assetId, CancellationToken cancellationToken);

    /// <summary>Lets <paramref name="assetId"/> go by the key in the place of another; false when it is not the other's any more.</summary>
    Task<bool> TakeOverAsync(string account, InputKey key, string from, string assetId, CancellationToken cancellationToken);

    /// <summary>Frees the key if it is this asset's.</summary>
    Task ReleaseAsync(string account, InputKey key, string assetId, CancellationToken cancellationToken);

    /// <summary>Remembers that an asset came from a URL; any number may.</summary>
    Task AddSourceAsync(string account, string url, string assetId, CancellationToken cancellationToken);

    /// <summary>Forgets that an asset came from a URL; also when nobody remembers it.</summary>
    Task RemoveSourceAsync(string account, string url, string assetId, CancellationToken cancellationToken);

    /// <summary>Assets that came from a URL, the newest first, at most so many; some may be gone by now.</summary>
    Task<IReadOnlyList<string>> FromUrlAsync(string account, string url, int limit, CancellationToken cancellationToken);
}

/// <summary>What stands for at most one asset of an account.</summary>
/// <param name="Kind"><c>i</c> for an id a client chose, <c>u</c> for the URL of what may be there once only.</param>
public sealed record InputKey(char Kind, string Text)
{
    public static InputKey OfId(string id) => new('i', id);

    public static InputKey OfUrl(string url) => new('u', url);
}
