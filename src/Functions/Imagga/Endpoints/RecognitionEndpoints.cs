using Magpie.Faces;
using Magpie.Functions.Imagga.Indexes;
using Magpie.Indexes;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Imagga.Endpoints;

/// <summary><c>/faces/recognition</c>: indexes of people, which are fed faces, trained, and asked whose another face is.</summary>
internal sealed class RecognitionEndpoints(IndexStore indexes, IndexTraining training, FaceReader reader, FaceEncoder encoder) : IImaggaEndpoints
{
    private const string Family = "faces";
    private const string Index = "/faces/recognition/{index_id}";
    private const string Person = Index + "/{person_id}";
    private const string Face = Person + "/{face_id}";

    /// <summary>People of an answer, unless more are asked for.</summary>
    private const int DefaultCount = 100;

    public IReadOnlyList<ImaggaRoute> Routes =>
    [
        new(Index, ["PUT"], Named(FeedAsync)),
        new(Index, ["POST"], Named(TrainAsync)),
        new(Index, ["GET"], Named(AskAsync), IsTechnology: true),
        new(Index, ["DELETE"], Named(DeleteAsync)),
        new(Person, ["GET"], Named(FindAsync)),
        new(Person, ["DELETE"], Named(DeleteAsync)),
        new(Face, ["GET"], Named(FindAsync)),
        new(Face, ["DELETE"], Named(DeleteAsync)),
    ];

    private static Func<ImaggaCall, CancellationToken, Task<ImaggaAnswer>> Named(Func<ImaggaCall, IndexName, CancellationToken, Task<ImaggaAnswer>> answerAsync) =>
        (call, cancellationToken) => call["index_id"] is var name && IndexName.IsName(name)
            ? answerAsync(call, new(call.Account, Family, name), cancellationToken)
            : Task.FromResult(ImaggaAnswer.BadRequest($"The name of an index must be {IndexName.Expected}."));

    /// <summary>All of the faces, or none when one of them is not there.</summary>
    private async Task<ImaggaAnswer> FeedAsync(ImaggaCall call, IndexName index, CancellationToken cancellationToken)
    {
        var (request, problem) = FeedRequest.Parse(call.Body);
        if (problem is not null)
        {
            return ImaggaAnswer.BadRequest(problem);
        }

        var (encodings, error) = await reader.ReadAsync(call.Account, [.. request!.Faces.Select(face => face.Face)], cancellationToken);
        if (error is not null)
        {
            return error;
        }

        var vectors = request.Faces.Zip(encodings, (face, encoding) => new IndexedVector(face.Face.Id, face.Person, encoding.Model, encoding.Vector.ToArray()));
        await indexes.SaveAsync(index, vectors, cancellationToken);
        return ImaggaAnswer.Ok(new FedResult(request.Faces.Count, request.People), ImaggaJson.Default.FedResult);
    }

    private async Task<ImaggaAnswer> TrainAsync(ImaggaCall call, IndexName index, CancellationToken cancellationToken)
    {
        var (callback, problem) = call.Parameters.Text("callback_url") is { } url ? (url, null)
            : call.Body.IsEmpty ? (null, null)
            : JsonRequest.Read(call.Body, JsonRequest.Callback, "A training needs no body. If you send one, send a JSON object with \"callback_url\".");
        if (problem is not null)
        {
            return ImaggaAnswer.BadRequest(problem);
        }

        // Whoever deletes the last face trains once more, to have it forgotten.
        return await indexes.HasEntriesAsync(index, cancellationToken) || await indexes.LoadAsync(index, cancellationToken) is not null
            ? await training.StartAsync(call, index, callback, cancellationToken)
            : NoIndex;
    }

    /// <summary>Whose a face is; without one, what the index has.</summary>
    private async Task<ImaggaAnswer> AskAsync(ImaggaCall call, IndexName index, CancellationToken cancellationToken)
    {
        if (call.Parameters.Text("person_id") is not null)
        {
            return await FindAsync(call, index, cancellationToken);
        }

        var offset = call.Parameters.Number("offset", 0, int.MaxValue, 0);
        var count = call.Parameters.Number("count", 0, IndexStore.MaxEntries, DefaultCount);
        var threshold = call.Parameters.Fraction("threshold", 0, 100, 0);
        if (call.Parameters.Problem is { } problem)
        {
            return ImaggaAnswer.BadRequest(problem);
        }

        var isAsked = call.Parameters.Text("face_id") is not null;
        var (face, error) = isAsked ? await reader.ReadAsync(call, "face_id", cancellationToken) : (null, null);
        if (error is not null)
        {
            return error;
        }

        if (await indexes.LoadAsync(index, cancellationToken) is not { } trained)
        {
            return await NotTrainedAsync(index, cancellationToken);
        }

        if (face is null)
        {
            return ImaggaAnswer.Ok(new PeopleIndexResult(trained.Vectors.Count, trained.Groups.Count, trained.TrainedAt), ImaggaJson.Default.PeopleIndexResult);
        }

        var people = PeopleRanking.Rank(trained, face, encoder.SameCosineOf(face.Model));
        if (people.Count == 0)
        {
            return ImaggaAnswer.BadRequest("The faces of the index were encoded by another model than this one. Feed it faces of new detections, and train it.");
        }

        var likely = people.Where(person => person.Score >= threshold).ToArray();
        return ImaggaAnswer.Ok(
            new PeopleResult(likely.Length, [.. likely.Skip(offset).Take(count).Select(person => new PersonResult(person.Person, person.Score))]),
            ImaggaJson.Default.PeopleResult);
    }

    /// <summary>Whether a person, or a face of theirs, is in the index as it was trained.</summary>
    private async Task<ImaggaAnswer> FindAsync(ImaggaCall call, IndexName index, CancellationToken cancellationToken) =>
        await indexes.LoadAsync(index, cancellationToken) is not { } trained ? await NotTrainedAsync(index, cancellationToken)
        : ImaggaAnswer.Ok(
            new ExistsResult(call.Route.GetValueOrDefault("face_id") is { } face ? trained.Contains(call["person_id"], face) : trained.ContainsGroup(call.Given("person_id")!)),
            ImaggaJson.Default.ExistsResult);

    private async Task<ImaggaAnswer> DeleteAsync(ImaggaCall call, IndexName index, CancellationToken cancellationToken) => call.ProblemOf("person_id", "face_id") ?? (call.Given("person_id"), call.Given("face_id")) switch
    {
        (null, null) => await indexes.DeleteAsync(index, cancellationToken) ? Deleted("The index has been deleted.") : NoIndex,
        (null, _) => ImaggaAnswer.BadRequest("Send \"person_id\" too: whose face it is that you want to delete. Nothing has been deleted."),
        ({ } person, null) => await indexes.DeleteGroupAsync(index, person, cancellationToken)
            ? Deleted("The person has been deleted. Train the index to have searches forget them.")
            : ImaggaAnswer.Error(StatusCodes.Status404NotFound, "There is no such person in the index."),
        ({ } person, { } face) => await indexes.DeleteAsync(index, person, face, cancellationToken)
            ? Deleted("The face has been deleted. Train the index to have searches forget it.")
            : ImaggaAnswer.Error(StatusCodes.Status404NotFound, "This person has no such face in the index."),
    };

    private async Task<ImaggaAnswer> NotTrainedAsync(IndexName index, CancellationToken cancellationToken) =>
        await indexes.HasEntriesAsync(index, cancellationToken)
            ? ImaggaAnswer.Error(StatusCodes.Status404NotFound, "The index has not been trained yet. Send a POST to its address, and wait for the ticket.")
            : NoIndex;

    private static ImaggaAnswer NoIndex => ImaggaAnswer.Error(
        StatusCodes.Status404NotFound, "There is no index of this name. Feed it faces of people (PUT), then train it (POST).");

    private static ImaggaAnswer Deleted(string message) => ImaggaAnswer.Ok(new DeletedResult(message), ImaggaJson.Default.DeletedResult);
}
