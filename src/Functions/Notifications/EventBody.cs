using Magpie.Functions.Assets;

namespace Magpie.Functions.Notifications;

/// <summary>What a webhook is sent; the order of members is the order in the JSON.</summary>
/// <param name="Asset">As the API shows it at the moment of the try; null for a test.</param>
public sealed record EventBody(string Id, string Type, DateTimeOffset CreatedAt, string Account, AssetResponse? Asset);
