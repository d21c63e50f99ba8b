namespace Magpie.Assets;

/// <summary>States and types as the API, the rows and the measurements spell them.</summary>
public static class StateNames
{
    public static string ToName(this AssetState state) => state switch
    {
        AssetState.Reserved => "reserved",
        AssetState.Received => "received",
        AssetState.Ready => "ready",
        AssetState.Rejected => "rejected",
        AssetState.Failed => "failed",
        AssetState.Expired => "expired",
        _ => "deleted",
    };

    public static string ToName(this MediaType type) => type == MediaType.Video ? "video" : "image";

    /// <summary>Null when it is none; deleted assets are not shown.</summary>
    public static AssetState? StateOf(string name) => name switch
    {
        "reserved" => AssetState.Reserved,
        "received" => AssetState.Received,
        "ready" => AssetState.Ready,
        "rejected" => AssetState.Rejected,
        "failed" => AssetState.Failed,
        "expired" => AssetState.Expired,
        _ => null,
    };

    /// <summary>Null when it is none.</summary>
    public static MediaType? TypeOf(string name) => name switch
    {
        "image" => MediaType.Image,
        "video" => MediaType.Video,
        _ => null,
    };
}
