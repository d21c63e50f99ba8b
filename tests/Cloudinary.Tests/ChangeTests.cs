using System.Net;
using CloudinaryDotNet.Actions;
using Magpie.Tests.Support;

namespace CloudinaryDotNet.Tests;

public sealed class ChangeTests(CloudinaryServer server) : IClassFixture<CloudinaryServer>
{
    [Fact]
    public async Task Tags_and_context_are_replaced()
    {
        var client = await UploadedAsync("changed");

        var result = await client.ExplicitAsync(new ExplicitParams("gallery/changed")
        {
            Type = "upload",
            Tags = "owl",
            Context = new StringDictionary { { "title", "Owl" } },
        });

        result.Error.ShouldBeNull();
        server.Find("gallery/changed")!.Tags.ShouldBe(["owl"]);
        server.Find("gallery/changed")!.Context["title"].ShouldBe("Owl");
    }

    [Fact]
    public async Task Tags_and_context_are_removed()
    {
        var client = await UploadedAsync("bared");

        await client.TagAsync(new TagParams { PublicIds = ["gallery/bared"], Command = TagCommand.RemoveAll });
        var result = await client.ContextAsync(new ContextParams { PublicIds = ["gallery/bared"], Command = ContextCommand.RemoveAll });

        result.PublicIds.ShouldBe(["gallery/bared"]);
        server.Find("gallery/bared")!.Tags.ShouldBeEmpty();
        server.Find("gallery/bared")!.Context.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_changed()
    {
        var result = await UploadTests.ClientOf(server).ExplicitAsync(new ExplicitParams("gallery/nothing") { Type = "upload", Tags = "owl" });

        result.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        result.Error!.Message.ShouldBe("Resource not found - gallery/nothing");
    }

    [Fact]
    public async Task A_removal_says_whether_there_was_something()
    {
        var client = await UploadedAsync("removed");

        (await client.DestroyAsync(new DeletionParams("gallery/removed"))).Result.ShouldBe("ok");
        (await client.DestroyAsync(new DeletionParams("gallery/removed"))).Result.ShouldBe("not found");

        server.Find("gallery/removed").ShouldBeNull();
    }

    private async Task<Cloudinary> UploadedAsync(string id)
    {
        var client = UploadTests.ClientOf(server);
        var parameters = UploadTests.Photo(id, Samples.Photo());
        parameters.Folder = "gallery";
        parameters.Tags = "nest,bird";
        parameters.Context = new StringDictionary { { "title", "Nest" } };
        (await client.UploadAsync(parameters)).Error.ShouldBeNull();
        return client;
    }
}
