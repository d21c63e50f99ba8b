using Magpie.Assets;

namespace Magpie.Notifications;

/// <summary>Remembers, before an asset is settled, that its account wants to hear of it.</summary>
public interface IAssetEvents
{
    /// <summary>
    /// Call this right before the commit that settles the asset; throws when it could not be remembered, and then nothing may be committed.
    /// A commit that does not follow costs nothing: the row decides whether there is something to tell.
    /// </summary>
    /// <param name="settled">As it is about to be committed.</param>
    Task AnnounceAsync(Asset settled, CancellationToken cancellationToken);
}
