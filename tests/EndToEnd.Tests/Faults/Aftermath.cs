using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Storage.Blobs.Models;
using Magpie.Functions.Ingest;

namespace Magpie.EndToEnd.Tests.Faults;

/// <summary>What became of the files of a case.</summary>
/// <param name="Retried">Assets that had failed, for reasons that were not the file's, and were tried again by request.</param>
/// <param name="Duration">From the recovery until everything was settled and tidy.</param>
internal sealed record Outcome(int Ready, int Rejected, int Retried, TimeSpan Duration);

/// <summary>
/// What must hold when a fault is over, whatever the fault was: no asset is lost, none delivered under two ids, none counted twice, the tag
/// lists agree, and nothing is left in <c>incoming</c>, in TEMP_DIR or, without an asset, in <c>media</c>.
/// </summary>
internal static class Aftermath
{
    /// <summary>From the recovery until all is settled.</summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromMinutes(2);

    /// <summary>How long after it is ready an asset may be missing from what search finds.</summary>
    private static readonly TimeSpan Findable = TimeSpan.FromSeconds(2);

    private const int StatusLimit = 200;
    private const int PageLimit = 200;

    /// <summary>Waits until the assets are settled, retries those that failed, and checks everything.</summary>
    /// <param name="ids">All assets of the account whose upload succeeded.</param>
    /// <param name="fault">Goes into the message of whatever does not hold.</param>
    /// <param name="mayRetry">Whether a person is there who asks for a retry of what failed.</param>
    public static async Task<Outcome> CheckAsync(
        HttpClient client, Site site, IReadOnlyCollection<string> ids, string fault, bool mayRetry = true)
    {
        var started = Stopwatch.GetTimestamp();
        using var deadline = new CancellationTokenSource(Recovery);
        var retried = await SettleAsync(client, ids, fault, mayRetry, deadline.Token);
        await UntilAsync(() => IncomingAsync(site), $"{fault}: left in incoming", deadline.Token);
        await UntilAsync(() => Task.FromResult(Directory.EnumerateFileSystemEntries(site.TemporaryFolder)), $"{fault}: left in TEMP_DIR", deadline.Token);
        var duration = Stopwatch.GetElapsedTime(started);

        var assets = await ListAsync(client, "");
        var settled = assets.Where(asset => ids.Contains(asset.Id(), StringComparer.Ordinal)).ToList();
        ShouldBeSame(settled.ConvertAll(Id), ids, $"{fault}: the list of all");
        settled.ShouldAllBe(asset => asset.State() == "ready" || asset.State() == "rejected", fault);
        var ready = assets.Where(asset => asset.State() == "ready").ToList();
        ready.ShouldAllBe(asset => asset.GetProperty("publicId").GetString() == $"gallery/{asset.Id()}", fault);
        await ShouldCountAsync(client, ready, fault);
        ShouldBeSame(await FoundSoonAsync(client, ready.Count), ready.ConvertAll(Id), $"{fault}: what search finds");
        await ShouldServeAsync(site, ready, fault);
        return new Outcome(settled.Count(asset => asset.State() == "ready"), settled.Count(asset => asset.State() == "rejected"), retried, duration);
    }

    /// <summary>All assets of a list, newest first.</summary>
    public static async Task<List<JsonElement>> ListAsync(HttpClient client, string filter)
    {
        var assets = new List<JsonElement>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = await client.GetFromJsonAsync<JsonElement>(
                $"/api/assets?limit={PageLimit}{filter}{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            assets.AddRange(page.GetProperty("assets").EnumerateArray());
            cursor = page.TryGetProperty("cursor", out var next) ? next.GetString() : null;
        }

        return assets;
    }

    /// <summary>Ids of everything that search finds, page by page.</summary>
    private static async Task<List<string>> FoundAsync(HttpClient client)
    {
        var found = new List<string>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/api/search?limit=100{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            found.AddRange(page.GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("asset").Id()));
            cursor = page.GetProperty("cursor").GetString();
        }

        return found;
    }

    private static string Id(this JsonElement asset) => asset.GetProperty("id").GetString()!;

    private static async Task<int> SettleAsync(
        HttpClient client, IReadOnlyCollection<string> ids, string fault, bool mayRetry, CancellationToken deadline)
    {
        var retried = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var states = new List<JsonElement>();
            foreach (var some in ids.Chunk(StatusLimit))
            {
                var answer = await client.GetFromJsonAsync<JsonElement>($"/api/assets/status?ids={string.Join(',', some)}", CancellationToken.None);
                states.AddRange(answer.GetProperty("assets").EnumerateArray());
            }

            var open = states.Where(asset => asset.State() is not ("ready" or "rejected")).ToList();
            if (open.Count == 0 && states.Count == ids.Count)
            {
                return retried.Count;
            }

            foreach (var failed in open.Where(asset => mayRetry && asset.State() == "failed" && retried.Add(asset.Id())))
            {
                using var retry = await client.PostAsync(new Uri($"/api/assets/{failed.Id()}/retry", UriKind.Relative), null, CancellationToken.None);
                retry.StatusCode.ShouldBe(HttpStatusCode.Accepted, $"{fault}: {failed}");
            }

            deadline.IsCancellationRequested.ShouldBeFalse(
                $"{fault}: {open.Count} of {ids.Count} assets are not settled after {Recovery}, such as {string.Join('\n', open.Take(3))}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
        }
    }

    /// <summary>What search finds, as soon as it is so many or the time is over in which it has to find what is ready.</summary>
    private static async Task<List<string>> FoundSoonAsync(HttpClient client, int count)
    {
        using var soon = new CancellationTokenSource(Findable);
        var found = await FoundAsync(client);
        while (found.Count != count && !soon.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
            found = await FoundAsync(client);
        }

        return found;
    }

    private static async Task<IEnumerable<string>> IncomingAsync(Site site)
    {
        var left = new List<string>();
        var all = new GetBlobsOptions { States = BlobStates.All };
        await foreach (var blob in site.Blobs.GetBlobContainerClient(BlobIncoming.Container).GetBlobsAsync(all))
        {
            left.Add(blob.Name);
        }

        return left;
    }

    private static async Task ShouldCountAsync(HttpClient client, List<JsonElement> ready, string fault)
    {
        var tagged = ready.SelectMany(asset => asset.Tags().Select(tag => (Tag: tag, Id: asset.Id())))
            .GroupBy(one => one.Tag, one => one.Id, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        var answer = await client.GetFromJsonAsync<JsonElement>("/api/tags?limit=1000");
        answer.GetProperty("tags").EnumerateArray().ToDictionary(
                tag => tag.GetProperty("tag").GetString()!, tag => tag.GetProperty("count").GetInt64(), StringComparer.Ordinal)
            .ShouldBe(
                tagged.ToDictionary(tag => tag.Key, tag => (long)tag.Value.Count, StringComparer.Ordinal),
                ignoreOrder: true,
                customMessage: $"{fault}: the counts of the tags");
        foreach (var (tag, carriers) in tagged)
        {
            var listed = (await ListAsync(client, $"&tag={Uri.EscapeDataString(tag)}")).ConvertAll(Id);
            ShouldBeSame(listed, carriers, $"{fault}: the list of '{tag}'");
        }
    }

    /// <summary>Names what is missing and what is too much; the whole lists would fill pages.</summary>
    private static void ShouldBeSame(List<string> found, IReadOnlyCollection<string> expected, string what)
    {
        expected.Except(found, StringComparer.Ordinal).ShouldBeEmpty($"{what}: missing");
        found.Except(expected, StringComparer.Ordinal).ShouldBeEmpty($"{what}: too much");
        found.Count.ShouldBe(expected.Count, $"{what}: twice");
    }

    private static async Task ShouldServeAsync(Site site, List<JsonElement> ready, string fault)
    {
        var served = new List<string>();
        await foreach (var blob in site.Blobs.GetBlobContainerClient("media").GetBlobsAsync())
        {
            served.Add(blob.Name);
        }

        string[] names = site.Cloudinary is null ? ["original", "preview", "thumb"] : ["preview", "thumb"];
        ShouldBeSame(served, [.. ready.SelectMany(asset => names.Select(name => $"{asset.Id()}/{name}"))], $"{fault}: media");
        if (site.Cloudinary is { } cloudinary)
        {
            ShouldBeSame([.. cloudinary.Assets.Select(kept => kept.PublicId)], [.. ready.Select(asset => $"gallery/{asset.Id()}")], $"{fault}: Cloudinary");
        }
    }

    private static async Task UntilAsync(Func<Task<IEnumerable<string>>> left, string otherwise, CancellationToken deadline)
    {
        while ((await left()).ToList() is { Count: > 0 } names)
        {
            deadline.IsCancellationRequested.ShouldBeFalse($"{otherwise}: {string.Join(", ", names.Take(5))} ({names.Count})");
            await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
        }
    }
}
