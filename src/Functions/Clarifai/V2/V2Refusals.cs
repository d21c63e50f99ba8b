using Magpie.Fetching;
using Magpie.Imaging;
using Magpie.Ingest;
using Magpie.Inputs;
using Magpie.Predictions;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>Clarifai's codes for what fetching, decoding and the rules of uploads say.</summary>
internal static class V2Refusals
{
    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(5);

    /// <summary>What ends a request that was refused: the client's to put right, or to be sent again where only now was the wrong time.</summary>
    public static V2Exception Of(string code, string message) => CodeOf(code) is var said && said == V2Code.TryAgain
        ? new V2Exception(StatusCodes.Status503ServiceUnavailable, said, message, BusyPause)
        : V2Exception.BadRequest(said, message);

    /// <summary>The code that stands for one of ours.</summary>
    public static V2Code CodeOf(string code) => code switch
    {
        InputCodes.DuplicateId or InputCodes.DuplicateUrl or RejectionCodes.Duplicate => V2Code.Duplicate,
        FetchCodes.BadUrl or FetchCodes.NotPublic => V2Code.InvalidUrl,
        FetchCodes.NotAnImage or RejectionCodes.UnsupportedType or RejectionCodes.TypeMismatch => V2Code.UnsupportedFormat,
        FetchCodes.Unreachable or FetchCodes.Timeout or FetchCodes.TooManyRedirects or FetchCodes.HttpStatus or ImageFault.Corrupt => V2Code.DownloadFailed,
        RejectionCodes.TooLarge or RejectionCodes.TooManyPixels => V2Code.OverLimit,
        InputCodes.Busy => V2Code.TryAgain,
        InputCodes.NotEditable => V2Code.ModifyFailed,
        VideoPredictor.ToolsMissing => V2Code.ModelNotDeployed,
        VideoPredictor.ToolsFailed => V2Code.Internal,
        _ => V2Code.InputInvalid,
    };
}
