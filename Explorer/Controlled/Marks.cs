// What the rewriter puts before each access to memory that other threads may see:
//
//      ldfld  balance           dup; ldc field; ldc site; call Marks.Read;  ldfld balance
//      stfld  balance           (value aside) dup; ldc field; ldc site; call Marks.Write; (value back) stfld balance
//      ldflda balance           the address is remembered, so that Interlocked.Add(ref balance, 1) knows what it is of
//
// A mark is a scheduling point only for a place that was seen to race. That loses nothing: where no two accesses race, each is
// ordered by locks and the like, and letting somebody in between two of them changes nothing that anybody can see.
//
//      Marks.Fields.cs          fields of objects, static fields
//      Marks.Elements.cs        elements of arrays, also by way of spans
//      Marks.References.cs      what is reached by its address: ref, pointers, fields of structs

using Workbook.Explorer.Races;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary>Called by rewritten programs; not for anybody else.</summary>
[System.Diagnostics.DebuggerStepThrough]
public static partial class Marks
{
    /// <summary>Something is about to be asked of an object of the platform that must not be changed meanwhile.</summary>
    public static void ReadObject(object? target, int site)
    {
        if (target is null || Execution.Current is not { } execution) return;
        if (OfObject(execution, target) is { } place) Access(execution, place, isWrite: false, site);
        else if (UnsafeTypes.NumberOf(target.GetType()) == UnsafeTypes.View)
        {
            foreach (var behind in Views.Behind(target))
                Access(execution, OfObject(execution, behind)!, isWrite: false, site);
        }
    }

    /// <summary>An object is about to be asked for its text, which a StringBuilder makes of what it holds.</summary>
    public static void ReadText(object? target, int site)
    {
        if (target is System.Text.StringBuilder) ReadObject(target, site);
    }

    /// <summary>An object of the platform is about to be changed that is not safe for several threads.</summary>
    public static void WriteObject(object? target, int site)
    {
        if (Execution.Current is { } execution && OfObject(execution, target) is { } place)
            Access(execution, place, isWrite: true, site);
    }

    /// <summary>Something of a controlled type is about to be called.</summary>
    public static void At(int site)
    {
        if (Execution.Current is not null) Execution.Self.Site = site;
    }

    /// <summary>A catch clause or a filter of the program has caught something: what unwinds an execution that is over goes on.
    /// Whatever it is, since a finally block or the platform may have made another exception of ours. One that a filter throws
    /// counts as no.</summary>
    public static void Caught(object? exception)
    {
        if (exception is ExecutionAborted || Execution.Current is { IsAborting: true }) throw new ExecutionAborted();
    }

    /// <summary>A loop goes round once more.</summary>
    public static void Loop(int site) => Execution.Current?.Loop(site);

    // Null for what the program itself has written: the marks within it tell more.
    private static Location? OfObject(Execution execution, object? target) =>
        target is not null && UnsafeTypes.NumberOf(target.GetType()) is > 0 and var number
            ? OfField(execution, target, number) : null;

    private static void Take(Execution execution, object owner, ref byte address, Location place, int size)
    {
        place.IsOf(size);
        execution.Races.Addresses.Add(owner, ref address, place);
    }

    private static void Access(Execution execution, Location place, bool isWrite, int site, bool canDelay = true)
    {
        if (execution.IsAborting) return;
        if (place.IsPoint) Step(execution, place, isWrite, site, canDelay);
        else execution.Recording?.Touched(Execution.Self, place.Whole, isWrite, site);
        if (isWrite && execution.HasMainEnded) execution.Wrote(place, site);
        execution.Races.Plain(Execution.Self, place, isWrite, site);
    }

    private static void VolatileAccess(Execution execution, Location place, bool isWrite, int site)
    {
        Step(execution, place, isWrite, site);
        if (isWrite && execution.HasMainEnded) execution.Wrote(place, site);
        if (isWrite) execution.Races.VolatileWrite(Execution.Self, place, site);
        else execution.Races.VolatileRead(Execution.Self, place, site);
    }

    private static void Step(Execution execution, Location place, bool isWrite, int site, bool canDelay = true)
    {
        if (execution.Buffers is { } buffers && canDelay) buffers.Access(place, isWrite, site);
        else execution.Perform(new Operation(isWrite ? OperationKind.Write : OperationKind.Read, place.Whole, isWrite, site));
    }
}
