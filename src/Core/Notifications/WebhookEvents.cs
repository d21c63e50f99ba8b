using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Magpie.Assets;

namespace Magpie.Notifications;

/// <summary>What a webhook can be told of: an asset was settled.</summary>
public static class WebhookEvents
{
    public const string Ready = "ready";
    public const string Rejected = "rejected";
    public const string Failed = "failed";

    /// <summary>Type of the event that a person sends to see whether a webhook works.</summary>
    public const string TestType = "webhook.test";

    /// <summary>Every name, in the order of the documentation.</summary>
    public static IReadOnlyList<string> All { get; } = [Ready, Rejected, Failed];

    private static readonly FrozenSet<string> Known = All.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsKnown(string? name) => name is not null && Known.Contains(name);

    /// <summary>Null for a state that nobody is told of.</summary>
    public static string? NameOf(AssetState state) => state switch
    {
        AssetState.Ready => Ready,
        AssetState.Rejected => Rejected,
        AssetState.Failed => Failed,
        _ => null,
    };

    /// <summary>As the body names it: <c>asset.ready</c>.</summary>
    public static string TypeOf(string name) => $"asset.{name}";

    /// <summary>
    /// Id of the event that an asset came to this state: the same however often it is told. An asset that is received once more after it
    /// failed has a new time of receipt, so what becomes of it then is a new event.
    /// </summary>
    public static string IdOf(Asset asset, string name)
    {
        ArgumentNullException.ThrowIfNull(asset);
        var text = FormattableString.Invariant($"{asset.Account}\n{asset.Id}\n{name}\n{asset.ReceivedAt?.UtcTicks ?? 0}");
        return "evt_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
