namespace Magpie.Uploads;

/// <summary>Where clients put their bytes.</summary>
public static class IncomingBlobs
{
    /// <summary>The container.</summary>
    public const string Container = "incoming";

    /// <summary>The one blob an upload may write: <c>{account}/{id}</c>.</summary>
    public static string NameOf(string account, string id) => $"{account}/{id}";
}
