using System.Buffers.Binary;
using System.Text;

namespace Magpie.Functions.Tests.Operations;

/// <summary>A number of an export: of a counter or gauge what it says, of a histogram how many it has seen.</summary>
internal sealed record OtlpPoint(string Metric, IReadOnlyDictionary<string, string> Tags, long Value);

/// <summary>Reads what an export of metrics holds. Field numbers: opentelemetry/proto/metrics/v1/metrics.proto.</summary>
internal static class OtlpMetrics
{
    private const int Gauge = 5;
    private const int Sum = 7;
    private const int Histogram = 9;

    public static IEnumerable<OtlpPoint> Read(ReadOnlyMemory<byte> export)
    {
        foreach (var metric in Parts(export, 1).SelectMany(resource => Parts(resource, 2)).SelectMany(scope => Parts(scope, 2)))
        {
            var name = Text(Parts(metric, 1).First());
            foreach (var kind in (int[])[Gauge, Sum, Histogram])
            {
                foreach (var point in Parts(metric, kind).SelectMany(numbers => Parts(numbers, 1)))
                {
                    // Counts of histograms and integers of the others are eight bytes each.
                    var value = Parts(point, kind == Histogram ? 4 : 6).Select(number => BinaryPrimitives.ReadInt64LittleEndian(number.Span)).FirstOrDefault();
                    var tags = Parts(point, kind == Histogram ? 9 : 7).ToDictionary(
                        tag => Text(Parts(tag, 1).First()), tag => Text(Parts(Parts(tag, 2).First(), 1).First()), StringComparer.Ordinal);
                    yield return new OtlpPoint(name, tags, value);
                }
            }
        }
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    /// <summary>The content of a message's fields of one number; numbers of variable length are passed over.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Parts(ReadOnlyMemory<byte> message, int number)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Number(message.Span, ref at);
            var length = (key & 7) switch
            {
                0 => SkipNumber(message.Span, at),
                1 => 8,
                2 => (int)Number(message.Span, ref at),
                _ => 4,
            };
            if (key >> 3 == (ulong)number)
            {
                yield return message.Slice(at, length);
            }

            at += length;
        }
    }

    private static ulong Number(ReadOnlySpan<byte> message, ref int at)
    {
        var number = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }
    }

    private static int SkipNumber(ReadOnlySpan<byte> message, int at)
    {
        var end = at;
        _ = Number(message, ref end);
        return end - at;
    }
}
