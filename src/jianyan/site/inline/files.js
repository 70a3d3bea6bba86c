(function(){
var f=document.querySelector('form.ask'),all=f.querySelectorAll('[type=file]');
function smaller(i,p){createImageBitmap(p,{imageOrientation:'from-image'}).then(function(b){
var s=Math.min(1,2560/Math.max(b.width,b.height)),c=document.createElement('canvas');
c.width=b.width*s;c.height=b.height*s;c.getContext('2d').drawImage(b,0,0,c.width,c.height);
c.toBlob(function(o){var d=new DataTransfer();d.items.add(new File([o],'photo.jpg',{type:o.type}));if(i.files[0]===p&&o.size<p.size)i.files=d.files},'image/jpeg',.85)
}).catch(function(){})}
[].forEach.call(all,function(i){i.addEventListener('change',function(){var p=i.files[0];if(i.name==='photo'&&p&&p.size>1e6&&window.createImageBitmap)smaller(i,p)})});
f.addEventListener('submit',function(){f.enctype=[].some.call(all,function(i){return i.value})?'multipart/form-data':'application/x-www-form-urlencoded'});
})();
