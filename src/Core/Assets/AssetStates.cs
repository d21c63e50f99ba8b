namespace Magpie.Assets;

/// <summary>The moves between states that are allowed.</summary>
public static class AssetStates
{
    /// <summary>Whether an asset may go from one state to the other.</summary>
    public static bool MayBecome(this AssetState from, AssetState to) => (from, to) switch
    {
        (AssetState.Deleted, _) => false,
        (_, AssetState.Deleted) => true,
        (AssetState.Reserved, AssetState.Reserved or AssetState.Received or AssetState.Expired) => true,

        // A PUT that began before the reservation ran out may end after it: what arrived is never lost.
        (AssetState.Expired, AssetState.Received) => true,
        (AssetState.Reserved or AssetState.Received or AssetState.Expired, AssetState.Failed) => true,

        // Opened again by an operator.
        (AssetState.Failed, AssetState.Received) => true,
        (AssetState.Received, AssetState.Received or AssetState.Ready or AssetState.Rejected) => true,
        (AssetState.Ready, AssetState.Ready) => true,
        _ => false,
    };

    /// <summary>Whether processing is over: a blob that arrives now changes nothing.</summary>
    public static bool IsSettled(this AssetState state) =>
        state is AssetState.Ready or AssetState.Rejected or AssetState.Failed or AssetState.Deleted;
}
