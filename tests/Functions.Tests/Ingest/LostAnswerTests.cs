using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Ingest;

namespace Magpie.Functions.Tests.Ingest;

/// <summary>Storage may do what it was asked and the answer not arrive; the client's second try then meets its own first.</summary>
[Collection(IngestTests.Name)]
public sealed class LostAnswerTests(IngestFixture fixture)
{
    [Fact]
    public async Task Whichever_answer_of_storage_is_lost_the_asset_becomes_ready_once_and_is_listed_under_its_tags()
    {
        for (var request = 1; ; request++)
        {
            using var calm = new Worker(fixture);
            var asset = await calm.UploadAsync(Photos.Sideways);
            var loss = new LostAnswer(request);
            using (var worker = new Worker(fixture, calm.Account, mortality: loss))
            {
                try
                {
                    await worker.IngestAsync(asset);
                }
                catch (IngestException)
                {
                    // The trigger fires again.
                    await worker.IngestAsync(asset);
                }
            }

            if (!loss.IsLost)
            {
                request.ShouldBeGreaterThan(10);
                return;
            }

            var where = $"the answer of request {request}";
            (await calm.FindAsync(asset)).State.ShouldBe(AssetState.Ready, where);
            (await calm.CountsAsync()).ShouldBe(new Dictionary<string, long> { ["nest"] = 1, ["spring"] = 1 }, ignoreOrder: true, customMessage: where);
            (await calm.TaggedAsync("nest")).ShouldBe([asset.Id], where);
            (await calm.TaggedAsync("spring")).ShouldBe([asset.Id], where);
            (await calm.ServedAsync(asset)).ShouldBe(MediaNames.All, where);
            (await calm.HasArrivedAsync(asset)).ShouldBeFalse(where);
        }
    }
}
