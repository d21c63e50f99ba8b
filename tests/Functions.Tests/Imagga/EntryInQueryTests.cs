using System.Net;
using System.Net.Http.Json;
using Magpie.Core.Tests.Imaging;
using static Magpie.Functions.Tests.Imagga.Contract.ContractFixture;
using static Magpie.Functions.Tests.Imagga.IndexCalls;

namespace Magpie.Functions.Tests.Imagga;

/// <summary>The documentation lists <c>entry_id</c> among the parameters of the query; who sends it there means the entry.</summary>
public sealed class EntryInQueryTests(ImaggaFixture fixture) : IClassFixture<ImaggaFixture>, IAsyncLifetime
{
    private HttpClient _client = null!;

    public static TheoryData<string, string, string> Families => new()
    {
        { "/v2/categories/general_v3", "/v2/similar-images/categories/general_v3", "/similar-images/categories" },
        { "/v2/colors?deterministic=1", "/v2/similar-images/colors", "/similar-images/colors" },
    };

    public async Task InitializeAsync() => _client = await fixture.SignInAsync();

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task An_entry_in_the_query_is_looked_for_and_deleted_as_one_in_the_path_is(string saving, string path, string endpoint)
    {
        var index = new IndexCalls(_client, saving, path);
        await index.SaveAsync("one", Plain(Pictures.Red));
        await index.SaveAsync("two", Plain(Pictures.Blue));
        await index.TrainAsync();

        (await FindAsync("entry_id=one")).ShouldBe("""{"item_exists":true}""");
        (await FindAsync("entry_id=nobody&count=many")).ShouldBe("""{"item_exists":false}""");
        (await BatchAsync(endpoint, "two")).ShouldBe("""{"item_exists":true}""");
        await ShouldFailAsync(_client.DeleteAsync($"{index.Path}?entry_id=nobody"), HttpStatusCode.NotFound);
        (await ShouldFailAsync(_client.DeleteAsync($"{index.Path}?entry_id="), HttpStatusCode.BadRequest)).ShouldContain("entry_id");
        (await ResultAsync(_client.DeleteAsync($"{index.Path}?entry_id=two"))).GetProperty("message").GetString()!.ShouldContain("entry");
        await index.TrainAsync();
        (await FindAsync("entry_id=one")).ShouldBe("""{"item_exists":true}""");
        (await FindAsync("entry_id=two")).ShouldBe("""{"item_exists":false}""");

        async Task<string> FindAsync(string query) => (await ResultAsync(_client.GetAsync($"{index.Path}?{query}"))).ToString();
    }

    [Fact]
    public async Task A_person_or_a_face_without_a_name_costs_no_index_of_faces()
    {
        foreach (var name in new[] { "person_id", "face_id" })
        {
            (await ShouldFailAsync(_client.DeleteAsync($"/v2/faces/recognition/people?{name}="), HttpStatusCode.BadRequest)).ShouldContain(name);
        }
    }

    private async Task<string> BatchAsync(string endpoint, string entry)
    {
        var calls = new[] { new { @params = new { categorizer_id = "general_v3", index_id = Name, entry_id = entry } } };
        var started = await ResultAsync(_client.PostAsJsonAsync("/v2/batches", new Dictionary<string, object> { [endpoint] = calls }));
        return (await FinalAsync(_client, started.GetProperty("ticket_id").GetString()!)).GetProperty(endpoint)[0].GetProperty("result").ToString();
    }
}
