using System.Text.Json;
using Magpie.Faces;

namespace Magpie.Functions.Imagga.Jobs;

/// <summary>Groups faces as a job: the ids that came, those of one person together.</summary>
internal sealed class GroupingRunner(FaceReader reader, FaceEncoder encoder) : IJobWorker
{
    public const string JobKind = "group";

    public string Kind => JobKind;

    public async Task<ReadOnlyMemory<byte>?> WorkAsync(JobMessage message, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        var (asked, problem) = GroupingRequest.Parse(request);
        if (problem is not null)
        {
            return Failed(problem);
        }

        // They were all there when the ticket was given; a day may have ended since.
        var (encodings, error) = await reader.ReadAsync(message.Account, asked!.Faces, cancellationToken);
        if (error is not null)
        {
            return Failed(error.Text);
        }

        var groups = FaceClustering.Group(encodings, encoder.SameCosineOf(encodings[0].Model));
        return JsonSerializer.SerializeToUtf8Bytes(
            new GroupsResult([.. groups.Select(group => group.Select(face => asked.Faces[face].Id).ToArray())]), ImaggaJson.Default.GroupsResult);
    }

    private static byte[] Failed(string why) => JsonSerializer.SerializeToUtf8Bytes(new FailedResult(why), ImaggaJson.Default.FailedResult);
}

/// <summary>Ids of faces, those of a person in a list; the longest first.</summary>
internal sealed record GroupsResult(IReadOnlyList<IReadOnlyList<string>> Groups);

/// <summary>Why a ticket's work came to nothing, and what to do.</summary>
internal sealed record FailedResult(string Error);
