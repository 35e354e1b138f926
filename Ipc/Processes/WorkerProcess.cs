// One object here, another one there, and its fields in between:
//
//      parent                                child
//      new Jukebox("Danny Boy")              (there is none yet)
//      Start: the fields are written down -> an object of the same class, without its constructor; the fields are set
//                                            Run
//      its fields are as before              its fields end with it
//
// Every field travels, private ones and those behind properties too, as the type that it is declared with: that of the class
// itself, and of each base class up to this one. Nothing travels back: for results there are queues, connections, shared
// memory among the fields.

using System.Reflection;
using System.Runtime.CompilerServices;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Processes;

/// <summary>A process as a class: its fields travel to the child, and <see cref="Run"/> runs there.</summary>
/// <remarks>Over there the object is made without its constructor, and stands for the process in which it is.</remarks>
public abstract class WorkerProcess : ChildProcess
{
    private const BindingFlags Own =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <param name="options">How it is started.</param>
    protected WorkerProcess(ChildOptions? options = null) : base(function: null, [], options) { }

    /// <summary>What the child does. An exception that leaves it is the child's <see cref="ChildProcess.Failure"/>.</summary>
    protected abstract void Run();

    private protected override EntryPoint Entry => EntryPoint.Of(GetType());

    internal void RunHere() => Run();

    /// <summary>In a child: the worker, as its parent made it.</summary>
    internal static WorkerProcess Arrive(LaunchMessage launch, Handover handover)
    {
        var type = launch.Entry.ResolveType();
        var worker = (WorkerProcess)RuntimeHelpers.GetUninitializedObject(type);
        var make = typeof(WorkerProcess).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(ChildOptions)])!;
        make.Invoke(worker, [new ChildOptions { Name = launch.Name, IsDaemon = launch.IsDaemon }]); // this class's part of it
        worker.BecomeHere();
        var fields = FieldsOf(type);
        for (var i = 0; i < fields.Count; i++)
            fields[i].SetValue(worker, ObjectCodec.Decode(launch.Arguments[i], fields[i].FieldType, handover));
        return worker;
    }

    private protected override byte[][] EncodeArguments(Handover handover) =>
        [.. FieldsOf(GetType()).Select(field =>
        {
            try { return ObjectCodec.Encode(field.GetValue(this), field.FieldType, handover); }
            catch (NotSupportedException e)
            {
                throw new NotSupportedException($"The field {NameOf(field)} of {GetType().Name}: {e.Message} "
                    + "If the child does not need it, mark it [StaysHere].", e);
            }
        })];

    // The same order on both sides: it is the same build.
    private static List<FieldInfo> FieldsOf(Type worker)
    {
        List<FieldInfo> fields = [];
        for (var type = worker; type != typeof(WorkerProcess); type = type.BaseType!)
        {
            foreach (var field in type.GetFields(Own))
                if (!field.IsDefined(typeof(StaysHereAttribute))) fields.Add(field);
        }
        return fields;
    }

    // A property's field is called <Songs>k__BackingField.
    private static string NameOf(FieldInfo field) =>
        field.Name[0] == '<' ? field.Name[1..field.Name.IndexOf('>')] : field.Name;
}
