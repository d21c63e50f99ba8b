using System.Net;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Functions.Assets;
using Magpie.Functions.Delivery;
using Magpie.Functions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Assets;

[Collection(AppCollection.Name)]
public sealed class ChangeTests(AppFixture fixture)
{
    private readonly ICatalogue _catalogue = fixture.App.Services.GetRequiredService<ICatalogue>();

    [Fact]
    public async Task New_tags_replace_the_users_and_leave_the_models()
    {
        var id = await fixture.ReadyAsync("before-edit", "kept");
        using var response = await PatchAsync(id, """{"title":" Two ","tags":["Kept","after-edit"]}""");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var asset = await response.ReadJsonAsync();
        asset.GetProperty("title").GetString().ShouldBe("Two");
        asset.GetProperty("userTags").ToString().ShouldBe("""["kept","after-edit"]""");
        asset.GetProperty("tags").ToString().ShouldBe("""["kept","after-edit","bald eagle"]""");
        (await IdsOfAsync("before-edit")).ShouldNotContain(id);
        (await IdsOfAsync("after-edit")).ShouldBe([id]);
    }

    [Fact]
    public async Task A_tag_that_the_user_sets_is_not_denied_any_more_and_other_denials_stay()
    {
        var id = await fixture.ReadyAsync();
        await fixture.MoveAsync(id, AssetState.Ready, asset => asset with { Input = new AssetInput { ExternalId = "mine", AbsentTags = ["bird", "cat"] } });

        (await PatchAsync(id, """{"title":"Two"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await InputAsync()).AbsentTags.ShouldBe(["bird", "cat"]);
        (await PatchAsync(id, """{"tags":["Bird","sky"]}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await InputAsync()).AbsentTags.ShouldBe(["cat"]);
        (await InputAsync()).ExternalId.ShouldBe("mine");

        async Task<AssetInput> InputAsync() => (await _catalogue.FindAsync(AppFixture.Account, id, default))!.Asset.Input!;
    }

    [Fact]
    public async Task What_a_patch_does_not_name_stays_and_null_removes()
    {
        var id = await fixture.ReadyAsync("stays");
        await PatchAsync(id, """{"title":"One"}""");
        var untouched = await (await PatchAsync(id, "{}")).ReadJsonAsync();
        untouched.GetProperty("title").GetString().ShouldBe("One");
        untouched.GetProperty("userTags").ToString().ShouldBe("""["stays"]""");
        var emptied = await (await PatchAsync(id, """{"title":null,"tags":null}""")).ReadJsonAsync();
        emptied.GetProperty("title").GetString().ShouldBeNull();
        emptied.GetProperty("userTags").GetArrayLength().ShouldBe(0);
        emptied.GetProperty("tags").ToString().ShouldBe("""["bald eagle"]""");
    }

    [Theory]
    [InlineData("""{"title":7}""", "invalid-body")]
    [InlineData("""{"titel":"x"}""", "invalid-body")]
    [InlineData("""{"state":"ready"}""", "invalid-body")]
    [InlineData("""{"tags":[null]}""", "invalid-tag")]
    [InlineData("""{"title":"a\nb"}""", "invalid-title")]
    public async Task A_patch_that_cannot_be_is_refused(string body, string code) =>
        await (await PatchAsync(await fixture.ReadyAsync(), body)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task A_change_to_a_version_that_is_not_there_any_more_is_refused()
    {
        var id = await fixture.ReadyAsync();
        using var read = await fixture.Client.GetAsync($"/api/assets/{id}");
        var etag = read.Headers.ETag!.ToString();
        (await PatchAsync(id, """{"title":"One"}""", etag)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await PatchAsync(id, """{"title":"Two"}""", etag)).ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "asset-changed");
        using var delete = new HttpRequestMessage(HttpMethod.Delete, $"/api/assets/{id}");
        delete.Headers.TryAddWithoutValidation("If-Match", etag);
        await (await fixture.Client.SendAsync(delete)).ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "asset-changed");
        (await PatchAsync(id, """{"title":"Two"}""", "*")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ten_edits_at_once_all_end_and_one_of_them_stands()
    {
        var id = await fixture.ReadyAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => PatchAsync(id, $$"""{"tags":["race-{{n}}"]}""")));
        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        (await _catalogue.FindAsync(AppFixture.Account, id, default))!.Asset.UserTags.ShouldHaveSingleItem().ShouldStartWith("race-");
    }

    [Fact]
    public async Task A_rejected_asset_has_nothing_to_edit()
    {
        var id = (await fixture.Client.ReserveAsync())[0].Id();
        (await PatchAsync(id, """{"title":"Early"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await fixture.MoveAsync(id, AssetState.Received);
        await fixture.MoveAsync(id, AssetState.Rejected);
        await (await PatchAsync(id, """{"title":"Late"}""")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "not-editable");
    }

    [Fact]
    public async Task A_deleted_asset_is_gone_with_its_blobs_its_files_and_its_tags_however_often_it_is_deleted()
    {
        var id = await fixture.ReadyAsync("doomed");
        var uploaded = fixture.App.Services.GetRequiredService<BlobServiceClient>().GetBlobContainerClient("incoming")
            .GetBlobClient($"{AppFixture.Account}/{id}");
        await uploaded.UploadAsync(BinaryData.FromString("bytes"));
        var media = fixture.App.Services.GetRequiredService<MediaStore>();
        await media.WriteAsync(id, [new Rendition("thumb", "image/webp", new byte[10])], default);
        (await fixture.App.Anonymous.GetAsync($"/media/{id}/thumb")).StatusCode.ShouldBe(HttpStatusCode.OK);

        for (var n = 0; n < 3; n++)
        {
            (await fixture.Client.DeleteAsync($"/api/assets/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        await (await fixture.Client.GetAsync($"/api/assets/{id}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "asset-not-found");
        await (await PatchAsync(id, "{}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "asset-not-found");
        (await IdsOfAsync("doomed")).ShouldBeEmpty();
        (await _catalogue.TagsAsync(AppFixture.Account, "doomed", 10, default)).Sum(tag => tag.Count).ShouldBe(0);
        (await uploaded.ExistsAsync()).Value.ShouldBeFalse();
        (await fixture.App.Anonymous.GetAsync($"/media/{id}/thumb")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_id_that_never_was_is_deleted_without_complaint() =>
        (await fixture.Client.DeleteAsync($"/api/assets/{new string('0', 32)}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

    [Fact]
    public async Task What_a_crash_after_the_commit_left_undone_is_done_by_the_follow_up()
    {
        // The commit of an edit and of a deletion, and nothing after it.
        var edited = await fixture.ReadyAsync("crash-old");
        await fixture.MoveAsync(edited, AssetState.Ready, asset => asset with { UserTags = ["crash-new"], Tags = ["crash-new", "bald eagle"] });
        var former = (await _catalogue.FindAsync(AppFixture.Account, edited, default))!.Asset with { Tags = ["crash-old"] };
        await _catalogue.ReindexAsync(former, default);
        (await IdsOfAsync("crash-old")).ShouldBe([edited]);

        var deleted = await fixture.ReadyAsync("crash-doomed");
        var media = fixture.App.Services.GetRequiredService<MediaStore>();
        await media.WriteAsync(deleted, [new Rendition("thumb", "image/webp", new byte[10])], default);
        await fixture.MoveAsync(deleted, AssetState.Deleted);

        var followUp = fixture.App.Services.GetRequiredService<AssetFollowUp>();
        for (var n = 0; n < 2; n++)
        {
            (await followUp.RunAsync(new FollowUp(AppFixture.Account, edited, ["crash-old"]), default)).ShouldBeNull();
            (await followUp.RunAsync(new FollowUp(AppFixture.Account, deleted, ["crash-doomed"]), default)).ShouldBeNull();
        }

        (await IdsOfAsync("crash-old")).ShouldBeEmpty();
        (await IdsOfAsync("crash-new")).ShouldBe([edited]);
        (await IdsOfAsync("crash-doomed")).ShouldBeEmpty();
        (await fixture.App.Anonymous.GetAsync($"/media/{deleted}/thumb")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_follow_up_is_in_the_queue_before_the_change_is_committed_and_is_taken_back_once_all_is_done()
    {
        var queues = fixture.App.Services.GetRequiredService<QueueServiceClient>();
        var queue = queues.GetQueueClient("follow-ups-alone");
        await queue.CreateIfNotExistsAsync();
        var followUps = new QueueFollowUps(queue);
        var scheduled = await followUps.ScheduleAsync(new FollowUp("a", new string('0', 32), ["tag"]), default);
        (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount.ShouldBe(1);
        (await queue.ReceiveMessagesAsync(1)).Value.ShouldBeEmpty();
        await followUps.CancelAsync(scheduled, default);
        (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount.ShouldBe(0);
        await followUps.CancelAsync(scheduled, default);
    }

    private async Task<HttpResponseMessage> PatchAsync(string id, string body, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/assets/{id}") { Content = Hosting.Http.Json(body) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await fixture.Client.SendAsync(request);
    }

    private async Task<string[]> IdsOfAsync(string tag) =>
        [.. (await _catalogue.ListAsync(AppFixture.Account, new AssetFilter { Tags = [tag] }, default)).Assets.Select(asset => asset.Id)];
}
