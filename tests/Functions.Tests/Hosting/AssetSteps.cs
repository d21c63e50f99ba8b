using Magpie.Assets;
using Magpie.Tagging;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Hosting;

/// <summary>Takes assets where the ingest would, without the ingest.</summary>
internal static class AssetSteps
{
    /// <summary>Moves an asset on by one state.</summary>
    public static async Task<Asset> MoveAsync(this AppFixture fixture, string id, AssetState state, Func<Asset, Asset>? change = null)
    {
        var catalogue = fixture.App.Services.GetRequiredService<ICatalogue>();
        var read = (await catalogue.FindAsync(AppFixture.Account, id, default))!;
        var next = (change ?? (asset => asset))(read.Asset with { State = state });
        return (await catalogue.TryReplaceAsync(read, next, null, default))!.Asset;
    }

    /// <summary>Reserves an asset and makes it ready, with one tag that a model gave.</summary>
    public static async Task<string> ReadyAsync(this AppFixture fixture, params string[] userTags)
    {
        var id = (await fixture.Client.ReserveAsync())[0].Id();
        await fixture.MoveAsync(id, AssetState.Received);
        await fixture.MoveAsync(id, AssetState.Ready, asset => asset with
        {
            UserTags = userTags,
            MlTags = [new MlTag("bald eagle", 0.97349f, ["bird of prey", "bird"], "n1", "wildlife-6@1.0.0")],
            Tags = [.. userTags, "bald eagle"],
            Urls = new AssetUrls($"/media/{id}/original", $"/media/{id}/thumb", null),
            PublicId = $"gallery/{id}",
            Delivery = "blob",
            ReadyAt = TimeProvider.System.GetUtcNow(),
        });
        return id;
    }
}
