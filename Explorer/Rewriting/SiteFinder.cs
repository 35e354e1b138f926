using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Says where the instructions of one method stand in the source.</summary>
internal sealed class SiteFinder
{
    private const int Hidden = 0xFEEFEE; // the compiler's mark for what stands nowhere
    private readonly SiteSection _sites;
    private readonly string _method;
    private readonly List<(int Offset, int Number)> _points = [];
    private readonly int _nowhere;

    public SiteFinder(MethodDefinition method, SiteSection sites)
    {
        _sites = sites;
        _method = MethodNames.Shown(method);
        foreach (var point in method.DebugInformation.SequencePoints)
        {
            if (point.StartLine == Hidden) continue;
            _points.Add((point.Offset, _sites.Add(new Site(_method, point.Document.Url, point.StartLine, point.StartColumn,
                point.EndLine, point.EndColumn))));
        }
        if (_points.Count == 0) _nowhere = _sites.Add(new Site(_method, null, 0));
    }

    /// <summary>An instruction that loads the number of the site.</summary>
    public Instruction Load(Instruction instruction) => Instruction.Create(OpCodes.Ldc_I4, Of(instruction));

    /// <summary>The same for the head of a loop, which has a number of its own: two loops in one line, or without symbols in one method,
    /// are two all the same.</summary>
    public Instruction LoadLoop(Instruction head) => Instruction.Create(OpCodes.Ldc_I4, _sites.Add(_sites[Of(head)]));

    public int Of(Instruction instruction)
    {
        if (_points.Count == 0) return _nowhere;
        var (low, high) = (0, _points.Count - 1); // the last point that is not after the instruction, or the first of all
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_points[middle].Offset > instruction.Offset) high = middle - 1;
            else low = middle;
        }
        return _points[low].Number;
    }
}
